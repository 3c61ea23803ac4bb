#!/usr/bin/env bash
# Compile foreland-base.scss into ../foreland-base.css, which is committed: node is needed only here.
# package.json pins exact versions; no lock file is kept, since one holds an address a package.
set -euo pipefail
src="$(cd "$(dirname "$0")" && pwd)"
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cp "$src/package.json" "$room/"
(cd "$room" && npm install --silent --no-audit --no-fund --no-package-lock --ignore-scripts)
modules="$room/node_modules"
"$modules/.bin/sass" --style=compressed --no-charset --no-source-map \
  --load-path="$modules/govuk-frontend/dist/govuk" "$src/foreland-base.scss" >"$room/compiled.css"
# What must not reach a site that is not on GOV.UK, nor a site that works offline.
if grep -niE 'font-face|transport|crown|crest|url\(["'"'"']?(https?:|/)' "$room/compiled.css" >/dev/null; then
  echo "The compiled stylesheet names a font file, the crown or an address; look at foreland-base.scss." >&2
  exit 1
fi
{
  echo "/*! GOV.UK Frontend 6.3.0, MIT licence: see LICENCE-govuk-frontend.txt */"
  cat "$room/compiled.css"
} >"$src/../foreland-base.css"
echo "foreland-base.css: $(wc -c <"$src/../foreland-base.css") bytes, $(gzip -9c "$src/../foreland-base.css" | wc -c) gzipped"
