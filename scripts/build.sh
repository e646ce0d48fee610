#!/usr/bin/env bash
# Builds the daemon (build/tt-bringup, build/tt-bringup-supervisor) and the extension. Quick when little has changed.
#   bash scripts/build.sh

# shellcheck source=scripts/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/setup.sh
source "$ROOT/scripts/setup.sh"

# Arguments: the targets, when it isn't to be everything.
build_daemon() {
  local -a targets=("${@/#/--target=}")
  # Ninja runs CMake again by itself when a CMakeLists.txt has changed.
  if [[ ! -f $ROOT/build/build.ninja ]]; then
    say "configuring the daemon"
    (cd "$ROOT" && cmake --preset default >&2) || die "CMake could not configure the build." "Read its messages above."
  fi
  say "building the daemon"
  # One line for each step keeps a log readable and shows that it goes on.
  (cd "$ROOT" && NINJA_STATUS='[%f/%t] ' cmake --build --preset default "${targets[@]}" >&2) || die "The daemon does not compile." "Read the messages above."
}

build_extension() {
  say "building the extension"
  (cd "$ROOT" && npm run --silent build:extension >&2) || die "The extension does not build." "Read the messages above."
}

# What a user needs. The tests are half of all there is to compile.
build_product() {
  build_daemon tt-bringup
  build_extension
}

build_all() {
  build_daemon
  build_extension
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  set_up
  build_all
fi
