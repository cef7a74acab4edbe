#!/bin/bash
# Unpacks the archive and presses Tab in bash, zsh and fish: completions.sh FOLDER NAME
# What must be seen is worked out from the command line of the program, not from the completions.
set -eu
folder=$1
name=$2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
tar -xzf "$folder/$name.tar.gz" -C "$place"
share=$place/$name/share
mkdir "$place/desk" "$place/desk/资料" "$place/home"
cd "$place/desk"
touch 示范.rules 名单.csv 公司.json 其他.txt
failed=0

tmux() { command tmux -L "$socket" "$@"; }
line() { tmux capture-pane -p | grep -v '^ *$' | grep -F '> jili' | tail -n 1; }

# The shell with the folders where it finds what an installed program brings.
start() {
  local rc=$place/home/rc
  case $1 in
  bash)
    printf '%s\n' 'PS1="> "' "bind 'set show-all-if-ambiguous on' 2>/dev/null" \
      ". $share/bash-completion/completions/jili" >"$rc"
    set -- bash --noprofile --rcfile "$rc" -i
    ;;
  zsh)
    printf '%s\n' 'PS1="> "' "fpath=($share/zsh/site-functions \$fpath)" \
      'autoload -Uz compinit' 'compinit -u -D' >"$place/home/.zshrc"
    set -- zsh -i
    ;;
  fish)
    printf '%s\n' 'function fish_prompt; echo -n "> "; end' 'set fish_greeting' \
      'function fish_right_prompt; end' 'set -g fish_autosuggestion_enabled 0' \
      "set -p fish_complete_path $share/fish/vendor_completions.d" >"$rc"
    set -- fish --no-config --init-command "source $rc" -i
    ;;
  esac
  env -i PATH="$place/$name/bin:$PATH" HOME="$place/home" TERM=xterm-256color LC_ALL=C.UTF-8 \
    tmux -L "$socket" -u -f /dev/null new-session -d -x 150 -y 50 -c "$place/desk" "$@"
  sleep 1
}

# Types a line, presses Tab, and waits for the line or, with a list, for a word below it.
press() {
  local typed=$1 wanted=$2 tries
  tmux send-keys C-u
  tmux send-keys C-l
  sleep 0.3
  tmux send-keys -l -- "$typed"
  sleep 0.3
  tmux send-keys Tab
  for tries in $(seq 50); do
    if [ "${3:-line}" = list ]; then
      ! tmux capture-pane -p | grep -vF '> jili' | grep -qF -- "$wanted" || return 0
    else
      [ "$(line | sed 's/ *$//')" != "> $wanted" ] || return 0
    fi
    sleep 0.1
  done
  echo "$shell: after \`$typed\` and Tab there is no \`$wanted\`:"
  tmux capture-pane -p | grep -v '^ *$' | sed 's/^/    /'
  failed=1
}

for shell in bash zsh fish; do
  # A server that is still ending would take the next one with it.
  socket=jili-$$-$shell
  start "$shell"
  press 'jili ba' 'jili batch'
  press 'jili te' 'template' list
  press 'jili 示' 'jili 示范.rules'
  press 'jili check 示' 'jili check 示范.rules'
  # Where nothing fits, zsh itself goes on with all files.
  [ "$shell" = zsh ] || press 'jili check 其' 'jili check 其'
  press 'jili coverage 资' 'jili coverage 资料/'
  press 'jili batch 示范.rules --lay' 'jili batch 示范.rules --layout'
  press 'jili batch 示范.rules --layout lo' 'jili batch 示范.rules --layout long'
  press 'jili batch 示范.rules --companies 名' 'jili batch 示范.rules --companies 名单.csv'
  press 'jili eval 示范.rules --company 公' 'jili eval 示范.rules --company 公司.json'
  press 'jili eval 示范.rules --lang ' 'zh' list
  press 'jili batch 示范.rules --enc' 'jili batch 示范.rules --encoding'
  tmux kill-server
  [ $failed = 1 ] || echo "$shell: completes commands, options, their values and files"
done
exit $failed
