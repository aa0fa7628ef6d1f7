{{- define "camera-check.name" -}}
{{- printf "%s" .Release.Name | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "camera-check.selector" -}}
app.kubernetes.io/name: camera-check
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "camera-check.labels" -}}
{{ include "camera-check.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "camera-check.secret" -}}
{{- .Values.secrets.existing | default (printf "%s-secrets" (include "camera-check.name" .)) }}
{{- end }}

{{/* Names of the secret settings: of an existing Secret all of its keys are mounted, but only these are pointed at. */}}
{{- define "camera-check.hasSecrets" -}}
{{- if or .Values.secrets.existing .Values.secrets.values }}yes{{ end }}
{{- end }}

{{- define "camera-check.check" -}}
{{- if and (gt (int .Values.replicas) 1) (not .Values.fleet.enabled) }}
{{- fail "replicas above 1 need fleet.enabled: services that do not know of each other would judge every camera twice" }}
{{- end }}
{{- if and .Values.fleet.enabled (not (or .Values.settings.REDIS_HOST .Values.settings.REDIS_SENTINELS)) }}
{{- fail "fleet.enabled needs settings.REDIS_HOST or settings.REDIS_SENTINELS: members share their state over it" }}
{{- end }}
{{- range $name := list "API_TOKENS" "REDIS_PASSWORD" "MINIO_ACCESS_KEY" "MINIO_SECRET_KEY" }}
{{- if hasKey $.Values.settings $name }}
{{- fail (printf "settings.%s is a secret: it belongs into secrets.values or secrets.existing" $name) }}
{{- end }}
{{- end }}
{{- end }}
