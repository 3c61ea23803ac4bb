#!/usr/bin/env bash
# Resolve the dependencies anew. The files hold versions and hashes, never an address.
set -euo pipefail
cd "$(dirname "$0")/.."
printf 'hatchling\neditables\n' >requirements/build.in
compile() {
  uv pip compile pyproject.toml requirements/build.in "${@:2}" --universal --python-version 3.11 \
    --generate-hashes --no-header --no-annotate --quiet -o "requirements/$1.txt"
}
compile run
compile test --extra test
compile browser --extra test --extra browser --extra bench
compile forecasting --extra test --extra browser --extra bench --extra forecasting
