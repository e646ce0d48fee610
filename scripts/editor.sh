#!/usr/bin/env bash
# Puts a real VS Code that needs no desktop into the cache: code-server, with the Node.js that it runs on.
#   bash scripts/editor.sh      prints the lines that are also in <cache>/editor.env

# shellcheck source=scripts/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

readonly CODE_SERVER_VERSION=4.139.1 # VS Code 1.139.1
readonly EDITOR_NODE_VERSION=24.21.0 # the major that this code-server's engines.node asks for; it does not start under 20

npm_quietly() { npm --no-audit --no-fund --no-update-notifier --loglevel=error --ignore-scripts "$@" >&2; }

# Fills a folder once: what an interrupted run left is thrown away, because only a whole one gets its final name.
# fill_once FOLDER FUNCTION
fill_once() {
  local folder=$1 fill=$2
  [[ -d $folder ]] && return 0
  rm -rf "$folder.part"
  mkdir -p "$folder.part"
  printf '{"private":true}\n' >"$folder.part/package.json"
  say "installing $(basename "$folder")"
  # A function that runs inside `||` would go on after an error: so a new shell with its own errexit.
  local ok=0
  (
    set -e
    cd "$folder.part"
    "$fill"
  ) &
  wait $! || ok=$?
  ((ok == 0)) || die "Could not install $(basename "$folder") from npm." "Read its messages above and run this again."
  mv "$folder.part" "$folder"
}

# node-linux-<arch> brings bin/node and the headers that node-gyp wants, and has no install script (the package `node` has).
fill_node() { npm_quietly install --omit=dev "node-linux-$EDITOR_ARCH@$EDITOR_NODE_VERSION"; }

# What code-server's own postinstall does, without the parts that would compile modules that are not used here
# (kerberos, sqlite3, ...) and would need their -dev packages. Only two modules have to be built.
fill_code_server() {
  export PATH=$EDITOR_NODE_HOME/bin:$PATH npm_config_nodedir=$EDITOR_NODE_HOME
  npm_quietly install --omit=dev "code-server@$CODE_SERVER_VERSION"
  local vscode=node_modules/code-server/lib/vscode
  (cd "$vscode" && npm_quietly install --omit=dev)
  (cd "$vscode/extensions" && npm_quietly install --omit=dev)
  ln -sfn code-linux.sh "$vscode/bin/remote-cli/code-server"
  ln -sfn browser-linux.sh "$vscode/bin/helpers/browser.sh"
  (cd "$vscode" && npm_quietly rebuild --ignore-scripts=false @vscode/spdlog @vscode/native-watchdog)
  [[ -e $vscode/node_modules/@vscode/spdlog/build/Release/spdlog.node ]]
  # It writes a configuration into HOME even to answer this.
  HOME=$PWD/home node node_modules/code-server/out/node/entry.js --version >&2
}

fill_editor() {
  local cache=$1
  fill_once "$cache/node-$EDITOR_NODE_VERSION" fill_node
  fill_once "$cache/code-server-$CODE_SERVER_VERSION-node-$EDITOR_NODE_VERSION" fill_code_server
  printf '%s\n' "TT_EDITOR_NODE=$EDITOR_NODE_HOME/bin/node" "TT_EDITOR_ENTRY=$EDITOR_ENTRY" >"$cache/editor.env.part"
  mv "$cache/editor.env.part" "$cache/editor.env"
}

# Sets EDITOR_NODE_HOME (Node.js that runs the editor) and EDITOR_ENTRY (the script to run with it).
set_up_editor() {
  local cache
  case $(uname -m) in
    x86_64) EDITOR_ARCH=x64 ;;
    aarch64) EDITOR_ARCH=arm64 ;;
    *) die "There is no code-server for a $(uname -m) machine." "Put VS Code's own \`code\` on PATH." ;;
  esac
  cache=$(cache_dir)
  EDITOR_NODE_HOME=$cache/node-$EDITOR_NODE_VERSION/node_modules/node-linux-$EDITOR_ARCH
  EDITOR_ENTRY=$cache/code-server-$CODE_SERVER_VERSION-node-$EDITOR_NODE_VERSION/node_modules/code-server/out/node/entry.js
  [[ -x $EDITOR_NODE_HOME/bin/node && -f $EDITOR_ENTRY && -f $cache/editor.env ]] && return 0
  with_lock "$cache/editor.lock" fill_editor "$cache"
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  set_up_editor
  cat "$(cache_dir)/editor.env"
fi
