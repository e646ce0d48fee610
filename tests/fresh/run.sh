#!/usr/bin/env bash
# Proves the two commands of the README on an empty Debian 12: a debootstrap folder with git, node and npm added, and a clone.
#   sudo bash tests/fresh/run.sh [--keep FOLDER] [start] [test]        default: both, in a folder that is removed afterwards
# Takes what is committed, not the working tree. Needs root, debootstrap, some 8 GB of disk, and half an hour on two cores.
set -euo pipefail

HERE=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
ROOT=$(cd -- "$HERE/../.." && pwd -P)
readonly HERE ROOT
readonly SUITE=bookworm

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

keep=
steps=()
while (($#)); do
  case $1 in
    --keep)
      keep=${2:?--keep needs a folder}
      shift
      ;;
    start | test) steps+=("$1") ;;
    *) fail "unknown argument $1" ;;
  esac
  shift
done
((${#steps[@]})) || steps=(start test)

((EUID == 0)) || fail "This needs root: it makes a Debian system in a folder and mounts /proc and /dev there."
for program in debootstrap unshare chroot node npm git; do
  command -v "$program" >/dev/null || fail "There is no $program on PATH."
done

# The first Debian archive in the machine's own apt configuration.
archive() {
  local address
  address=$(
    {
      sed -nE 's/^URIs:[[:space:]]*([^[:space:]]+).*/\1/p' /etc/apt/sources.list.d/*.sources
      sed -nE 's/^deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+).*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/*.list
    } 2>/dev/null | head -n 1
  ) || true
  [[ -n $address ]] || fail "apt on this machine has no archive configured."
  printf '%s\n' "$address"
}

# How this machine reaches its archives and registries is its own affair: proxies, certificates and names are carried over as they are.
carry_network_over() {
  local to=$1 file
  cp -L /etc/resolv.conf /etc/hosts "$to/etc/"
  rm -f "$to/etc/apt/sources.list" # debootstrap's own, which may name what the files below name too
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list /etc/apt/auth.conf.d/*; do
    [[ ! -f $file ]] || install -D -m 0644 "$file" "$to$file"
  done
  apt-config dump Acquire | grep -vE '^Acquire::(IndexTargets|Changelogs|Languages|CompressionTypes)' >"$to/etc/apt/apt.conf.d/90host"
  if [[ -d /usr/local/share/ca-certificates ]]; then
    mkdir -p "$to/usr/local/share/ca-certificates"
    cp -RL /usr/local/share/ca-certificates/. "$to/usr/local/share/ca-certificates/"
  fi
  chroot "$to" update-ca-certificates >/dev/null 2>&1
  file=$(npm config get userconfig)
  [[ ! -f $file ]] || cp -L "$file" "$to/root/.npmrc"
  file=$(npm config get globalconfig)
  [[ ! -f $file ]] || install -D -m 0644 "$file" "$to/usr/local/etc/npmrc"
}

# Node 20 is no package of bookworm: this machine's own goes in, the program and npm's folder.
carry_node_over() {
  local to=$1 npm_folder
  npm_folder=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
  install -D -m 0755 "$(readlink -f "$(command -v node)")" "$to/usr/local/bin/node"
  mkdir -p "$to/usr/local/lib/node_modules"
  cp -RL "$npm_folder" "$to/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$to/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$to/usr/local/bin/npx"
}

system=${keep:-$(mktemp -d -p /var/tmp tt-fresh-XXXXXX)}
# shellcheck disable=SC2317 # the trap below calls it
clean_up() {
  # The mounts were in namespaces that have ended, so none is left below this folder; --one-file-system is a second belt.
  [[ -n $keep ]] || rm -rf --one-file-system "$system"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

printf '== an empty Debian 12 in %s\n' "$system"
if [[ ! -x $system/usr/local/bin/npm ]]; then
  # libstdc++6 is what the node program itself needs and what a node package would bring.
  debootstrap --variant=minbase --include=ca-certificates,git,libstdc++6 "$SUITE" "$system" "$(archive)" >"$system.log" 2>&1 ||
    fail "debootstrap did not get through: see $system.log."
  rm -f "$system.log"
  carry_network_over "$system"
  carry_node_over "$system"
fi
rm -rf "$system/root/tt-bringup"
git clone --quiet --no-local "$ROOT" "$system/root/tt-bringup"
printf '== commit %s\n' "$(git -C "$system/root/tt-bringup" rev-parse --short HEAD)"

in_system() {
  unshare --mount --pid --fork --kill-child --propagation private bash "$HERE/in_system.sh" "$system" "$1"
}

results=()
failed=0
for step in "${steps[@]}"; do
  case $step in
    start) command='npm start -- --check' ;;
    test) command='npm test' ;;
  esac
  printf '== %s\n' "$command"
  started=$SECONDS
  status=0
  log=$ROOT/test-results/fresh-$step.log
  mkdir -p "$ROOT/test-results"
  in_system "$command" 2>&1 | tee "$log" || status=$?
  ((status == 0)) || failed=1
  results+=("$command: exit status $status after $((SECONDS - started)) s: $(tail -n 1 "$log")")
  rm -rf "$ROOT/test-results/fresh-$step"
  cp -R "$system/root/tt-bringup/test-results" "$ROOT/test-results/fresh-$step" 2>/dev/null || true
done

printf '\n'
printf '%s\n' "${results[@]}"
exit "$failed"
