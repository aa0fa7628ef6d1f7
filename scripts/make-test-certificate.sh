#!/bin/bash
# An authority of its own and a server's certificate for 127.0.0.1 and localhost, for tests of TLS.
#
#   scripts/make-test-certificate.sh FOLDER
#
# Writes ca.pem, server.pem and server.key; they are good for a day.
set -euo pipefail
folder=${1:?Usage: $(basename "$0") FOLDER}
mkdir -p "$folder"
cd "$folder"
key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
openssl req -x509 "${key[@]}" -days 1 -subj '/CN=Camera Check test authority' -keyout ca.key -out ca.pem 2>/dev/null
openssl req "${key[@]}" -subj '/CN=localhost' -keyout server.key -out server.csr 2>/dev/null
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 1 -out server.pem 2>/dev/null \
  -extfile <(echo 'subjectAltName=DNS:localhost,IP:127.0.0.1')
