#!/bin/bash
# Renders the Helm chart as one service and as a fleet with everything on, and holds what comes out against the schemas of
# Kubernetes. Needs Go and two of its libraries, which it installs from Debian's packages as root, and the npm registry.
#
#   scripts/check-chart.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
chart=$here/../deploy/helm/camera-check
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

command -v go >/dev/null || apt-get install -y --no-install-recommends golang-go >/dev/null
[ -d /usr/share/gocode/src/github.com/Masterminds/sprig ] ||
  apt-get install -y --no-install-recommends golang-github-masterminds-sprig-dev golang-gopkg-yaml.v3-dev >/dev/null
GO111MODULE=off GOPATH=/usr/share/gocode go build -o "$folder/render" "$here/render-chart/main.go"

"$folder/render" "$chart" >"$folder/single.yaml"
"$folder/render" "$chart" "$chart/ci/fleet-values.yaml" >"$folder/fleet.yaml"
if echo 'replicas: 2' >"$folder/bad.yaml" && "$folder/render" "$chart" "$folder/bad.yaml" >/dev/null 2>&1; then
  echo 'Two replicas without a fleet are not refused' >&2
  exit 1
fi
npm install --silent --no-audit --no-fund --no-save --prefix "$folder" kubernetes-models@5.1.0 yaml@2.9.1
cp "$here/validate-manifests.mjs" "$folder/"
node "$folder/validate-manifests.mjs" "$folder/single.yaml" "$folder/fleet.yaml"
