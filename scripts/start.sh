#!/usr/bin/env bash
# Installs what is missing, builds, and opens the bounty lesson in a real VS Code: `code` where it is on PATH, else code-server.
#   bash scripts/start.sh            stays in the foreground with code-server; Ctrl+C ends it
#   bash scripts/start.sh --check    the same with a throwaway profile, looks at the lesson in headless Chromium, and ends
# Environment: TT_BRINGUP_CACHE  where the editor is kept (default ~/.cache/tt-bringup)
#              TT_BRINGUP_PORT   the port to use (default 8337, or a free one where that is taken)
#              TT_BRINGUP_PASSWORD  asks for this password (default: none asked; the address answers on this machine only)

# shellcheck source=scripts/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/build.sh
source "$ROOT/scripts/build.sh" # brings setup.sh with it
# shellcheck source=scripts/editor.sh
source "$ROOT/scripts/editor.sh"

readonly FIRST_LESSON=bounty-program
readonly VSIX=$ROOT/dist/tt-bringup.vsix

# A folder whose only content tells the extension which lesson to open (its activation event looks for this file). The second line
# makes it a new wish each time: the extension grants one once, so that a reload does not open again what the reader has closed.
make_workspace() {
  mkdir -p "$1"
  printf '%s\n' "$FIRST_LESSON" "started $(date +%s)" >"$1/.tt-bringup-open"
}

# Whether `code` is there and can show a window: on a desktop, or from a terminal inside VS Code.
has_desktop_code() {
  command -v code >/dev/null || return 1
  [[ -n ${VSCODE_IPC_HOOK_CLI:-} ]] && return 0
  ((EUID != 0)) && [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]
}

open_in_code() {
  say "installing the extension into VS Code"
  code --install-extension "$VSIX" --force >&2 && code "$1" >&2
}

SERVER=
stop_server() {
  [[ -n $SERVER ]] || return 0
  kill -TERM -- "-$SERVER" 2>/dev/null || true
  local i
  for ((i = 0; i < 50; ++i)); do
    kill -0 -- "-$SERVER" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL -- "-$SERVER" 2>/dev/null || true
  SERVER=
}

# start_server PROFILE PORT: sets SERVER, its process group. Jobs that lessons started are in sessions of their own and live on.
start_server() {
  local profile=$1 port=$2 variable auth=none
  # A terminal inside another editor hands these down; they would make this editor talk to that one.
  for variable in $(compgen -e); do
    case $variable in VSCODE_* | CODE_SERVER_* | ELECTRON_* | PORT | PASSWORD | HASHED_PASSWORD) unset "$variable" ;; esac
  done
  if [[ -n ${TT_BRINGUP_PASSWORD:-} ]]; then
    export PASSWORD=$TT_BRINGUP_PASSWORD
    unset TT_BRINGUP_PASSWORD
    auth=password
  fi
  mkdir -p "$profile/data/User"
  [[ -e $profile/data/User/settings.json ]] || cp "$ROOT/scripts/start-settings.json" "$profile/data/User/settings.json"

  say "installing the extension into the editor"
  local common=(--user-data-dir "$profile/data" --extensions-dir "$profile/extensions" --config "$profile/config.yaml")
  "$EDITOR_NODE_HOME/bin/node" "$EDITOR_ENTRY" "${common[@]}" --install-extension "$VSIX" --force >"$profile/install.log" 2>&1 ||
    die "code-server did not install the extension." "Its messages are in $profile/install.log."

  # Its workspace is a folder of ours, so it does not ask whether that folder is trusted.
  set -m # a process group of its own, so that all of it can be ended
  "$EDITOR_NODE_HOME/bin/node" "$EDITOR_ENTRY" "${common[@]}" --auth "$auth" --bind-addr "127.0.0.1:$port" \
    --disable-workspace-trust --disable-telemetry --disable-update-check --disable-getting-started-override \
    </dev/null >"$profile/server.log" 2>&1 &
  SERVER=$!
  set +m
  node "$ROOT/scripts/server.mjs" healthy "$port" "$SERVER" || die "code-server did not answer on port $port." "Its log is $profile/server.log."
}

percent_encoded() { node -p 'encodeURIComponent(process.argv[1])' "$1"; }

package_extension() {
  say "packaging the extension"
  (cd "$ROOT" && npm run --silent package >&2) || die "The extension could not be packaged." "Read the messages above."
  [[ -f $VSIX ]] || die "npm run package made no $VSIX."
}

start() {
  local profile port
  set_up --editor
  build_product
  package_extension

  profile=$(cache_dir)/start
  make_workspace "$profile/tt-bringup"
  if has_desktop_code; then
    if open_in_code "$profile/tt-bringup"; then
      say "VS Code opens the bounty lesson."
      return 0
    fi
    say "\`code\` did not work here; going on with code-server"
  fi

  set_up_editor
  trap stop_server EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  port=$(node "$ROOT/scripts/server.mjs" free-port "${TT_BRINGUP_PORT:-8337}")
  start_server "$profile" "$port"
  say "The bounty lesson is open in VS Code at this address; Ctrl+C ends it."
  printf 'http://127.0.0.1:%s/?folder=%s\n' "$port" "$(percent_encoded "$profile/tt-bringup")"
  [[ -n ${PASSWORD:-} ]] ||
    say "Whoever has an account on this machine can open it too; TT_BRINGUP_PASSWORD=... npm start asks for a password."
  # `wait` returns early when a trap runs; the server's own end is an error here.
  wait "$SERVER" || die "code-server ended by itself." "Its log is $profile/server.log."
}

CHECK_PROFILE=
end_check() {
  stop_server
  [[ -z $CHECK_PROFILE ]] || rm -rf "$CHECK_PROFILE"
}

check() {
  local port address
  set_up --editor --browser
  build_product
  package_extension
  set_up_editor

  trap end_check EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  CHECK_PROFILE=$(mktemp -d -t tt-start-XXXXXX)
  make_workspace "$CHECK_PROFILE/tt-bringup"
  mkdir -p "$CHECK_PROFILE/home" "$ROOT/test-results"
  unset TT_BRINGUP_PASSWORD
  port=$(node "$ROOT/scripts/server.mjs" free-port "${TT_BRINGUP_PORT:-8337}")
  export TT_BRINGUP_STATE=$CHECK_PROFILE/state
  HOME=$CHECK_PROFILE/home start_server "$CHECK_PROFILE" "$port"
  address="http://127.0.0.1:$port/?folder=$(percent_encoded "$CHECK_PROFILE/tt-bringup")"
  printf '%s\n' "$address"
  say "looking at the page in headless Chromium"
  node "$ROOT/scripts/check_start.mjs" --address "$address" --profile "$CHECK_PROFILE" --screenshot "$ROOT/test-results/start.png"
}

case ${1:-} in
  '') start ;;
  --check) check ;;
  *) die "start.sh does not know the option $1." "Run it without one, or with --check." ;;
esac
