#!/usr/bin/env bash
# Installs what building and testing need: Debian packages and the npm packages of package-lock.json. Does nothing where all is there.
#   bash scripts/setup.sh [--editor] [--browser] [--other-editors]
#     --editor: also what scripts/editor.sh needs, a compiler for two node modules; --browser: also Chromium with a font;
#     --other-editors: also Neovim and Emacs, for tests/editors

# shellcheck source=scripts/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

# clang 19 and not Debian's GCC 12, which miscompiles coroutines (see CMakeLists.txt).
readonly BUILD_PACKAGES=(
  clang-19 clang-format-19 libclang-rt-19-dev cmake ninja-build ccache pkg-config
  lld-19 libcli11-dev libboost1.81-dev nlohmann-json3-dev libgit2-dev libsqlite3-dev libyaml-cpp-dev libmd4c-dev libfmt-dev libre2-dev nettle-dev doctest-dev
  python3 git ca-certificates
)
readonly EDITOR_PACKAGES=(g++ make)
readonly BROWSER_PACKAGES=(chromium fonts-dejavu-core)
# The editors in which tests/editors opens a lesson.
readonly OTHER_EDITORS_PACKAGES=(neovim emacs-nox elpa-eglot elpa-markdown-mode)

# missing_packages NAME...: prints those that dpkg does not have installed.
missing_packages() {
  local name status
  declare -A have=()
  # dpkg-query fails when one of the names is unknown to it; what it prints is right all the same.
  while read -r name status; do
    [[ $status == 'install ok installed' ]] && have[$name]=1
  done < <(dpkg-query -W -f='${Package} ${Status}\n' "$@" 2>/dev/null || true)
  for name in "$@"; do
    [[ -n ${have[$name]:-} ]] || printf '%s\n' "$name"
  done
}

install_packages() {
  { command -v dpkg-query && command -v apt-get; } >/dev/null ||
    die "This is not a Debian system: there is no apt-get." "Install by hand: $*"
  local missing
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0

  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      die "Installing Debian packages needs root, and there is no sudo." "Run this as root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  # Another process (unattended upgrades, say) may hold apt's lock: wait for it.
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get
    -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 -qq)
  say "installing ${#missing[@]} Debian packages: ${missing[*]}"
  local try
  for try in 1 2 3; do
    if "${apt[@]}" update >&2 && "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2; then
      return 0
    fi
    ((try == 3)) || { say "that failed; trying again"; sleep $((try * 5)); }
  done
  die "apt-get could not install ${missing[*]}." "Read its messages above; this system may be offline, or not Debian 12."
}

install_npm_packages() {
  { command -v node && command -v npm; } >/dev/null || die "There is no node and npm on PATH." "Install Node.js 20 or newer."
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  ((major >= 20)) || die "Node.js $(node --version) is too old." "Install Node.js 20 or newer."
  [[ -f $ROOT/package-lock.json ]] || die "There is no package-lock.json in $ROOT." "Is this a whole checkout?"

  # The stamp is inside node_modules, so it goes when the folder goes.
  local stamp=$ROOT/node_modules/.tt-bringup-lock wanted
  wanted="$(sha256sum <"$ROOT/package-lock.json") node-$major"
  [[ -f $stamp && $(<"$stamp") == "$wanted" ]] && return 0
  say "installing the npm packages"
  # No package's own script runs: esbuild's binary comes as a package of its own and works without.
  local try
  for try in 1 2 3; do
    if (cd "$ROOT" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2); then
      printf '%s\n' "$wanted" >"$stamp"
      return 0
    fi
    ((try == 3)) || { say "that failed; trying again"; sleep $((try * 5)); }
  done
  die "npm could not install the packages of package-lock.json." "Read its messages above."
}

# set_up [--editor] [--browser] [--other-editors]
set_up() {
  local packages=("${BUILD_PACKAGES[@]}") option
  for option in "$@"; do
    case $option in
      --editor) packages+=("${EDITOR_PACKAGES[@]}") ;;
      --browser) packages+=("${BROWSER_PACKAGES[@]}") ;;
      --other-editors) packages+=("${OTHER_EDITORS_PACKAGES[@]}") ;;
      *) die "setup.sh does not know the option $option." ;;
    esac
  done
  install_packages "${packages[@]}"
  with_lock "$(cache_dir)/npm-ci.lock" install_npm_packages
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  set_up "$@"
fi
