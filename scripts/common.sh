# shellcheck shell=bash
# What the scripts share: where things are, how to speak, and how to fail. Sourced, never run.

set -euo pipefail

# shellcheck disable=SC2034 # the scripts that source this use it
ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)

# Everything too big or too slow to fetch again for each checkout lives here, outside the checkout.
cache_dir() {
  if [[ -n ${TT_BRINGUP_CACHE:-} ]]; then
    printf '%s\n' "$TT_BRINGUP_CACHE"
  elif [[ -n ${XDG_CACHE_HOME:-} ]]; then
    printf '%s\n' "$XDG_CACHE_HOME/tt-bringup"
  elif [[ -n ${HOME:-} ]]; then
    printf '%s\n' "$HOME/.cache/tt-bringup"
  else
    die "There is no place for the cache: HOME is not set." "Set TT_BRINGUP_CACHE to a folder."
  fi
}

say() { printf '==> %s\n' "$*" >&2; }

# die WHAT [REMEDY]
die() {
  printf 'error: %s\n' "$1" >&2
  [[ -z ${2:-} ]] || printf '       %s\n' "$2" >&2
  exit 1
}

# with_lock FILE COMMAND...: two runs at once must not install into the same folder. The lock is held until the command and its
# children have ended, so COMMAND must leave nothing in the background.
with_lock() {
  local file=$1
  shift
  mkdir -p "$(dirname "$file")"
  (
    exec {lock}>"$file"
    if ! flock -n "$lock"; then
      say "waiting for another set-up to finish"
      flock -w 1800 "$lock" || die "Another set-up has held $file for half an hour." "See what holds it: fuser -v $file"
    fi
    "$@"
  )
}
