#!/bin/bash
# Types what the scripts in this folder say into a terminal of tmux and looks at the screen.
#
#   type TEXT    types the text        key NAME   presses Enter, Tab, C-c, C-d, Up, BSpace …
#   see TEXT     waits for the text    gone TEXT  it must not be on the screen
#   column N     where the cursor is, counted from 0
#   paste FILE   pastes a file, as a terminal does
#   file NAME    the lines up to `end` become a file
#   start ARGS   starts jili           clear      an empty screen
set -u
jili=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || set -- "$here"/*.keys
failed=0

run() {
  local script=$1 folder socket number=0 line word rest
  folder=$(mktemp -d) socket=jili-$$-$(basename "$script" .keys)
  tmux() { command tmux -L "$socket" "$@"; }
  # The environment of the terminal, not of who runs the tests.
  env -i PATH="$PATH" HOME="$folder" TERM=xterm-256color LC_ALL=C.UTF-8 LANG=C.UTF-8 NO_COLOR=1 \
    EDITOR="$folder/editor" \
    tmux -u -L "$socket" -f /dev/null new-session -d -x 100 -y 40 -c "$folder" 'PS1="$ " sh'
  screen() { tmux capture-pane -p; }
  shows() {
    local tries
    for tries in $(seq 100); do
      screen | grep -qF -- "$1" && return 0
      sleep 0.1
    done
    return 1
  }
  fault() {
    echo "$script:$number: $1"
    screen | sed 's/^/    /' | grep -v '^ *$'
    failed=1
  }
  while IFS= read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    word=${line%% *} rest=${line#* }
    [ "$word" != "$line" ] || rest=
    case $word in
    '' | '#'*) ;;
    start) tmux send-keys -l "$jili --lang zh $rest" && tmux send-keys Enter ;;
    # A semicolon at the end would part two commands of tmux.
    type) tmux send-keys -l -- "${rest/%;/\\;}" ;;
    key) tmux send-keys $rest ;;
    see) shows "$rest" || { fault "never shown: $rest"; break; } ;;
    gone) if screen | grep -qF -- "$rest"; then fault "shown: $rest"; break; fi ;;
    column)
      sleep 0.3
      word=$(tmux display-message -p '#{cursor_x}')
      [ "$word" = "$rest" ] || { fault "the cursor is at $word, not $rest"; break; } ;;
    clear) tmux send-keys C-l; sleep 0.3; tmux clear-history ;;
    paste) tmux load-buffer "$folder/$rest" && tmux paste-buffer -p ;;
    file)
      : > "$folder/$rest"
      word=$rest
      while IFS= read -r line; do
        number=$((number + 1))
        [ "$line" = end ] && break
        printf '%s\n' "$line" >> "$folder/$word"
      done
      chmod +x "$folder/$word" ;;
    *) fault "unknown: $line"; break ;;
    esac
  done < "$script"
  tmux kill-server
  unset -f tmux
  rm -rf "$folder"
}

for script; do
  run "$script"
done
[ $failed = 0 ] && echo "$# scripts at a terminal: all as they should be"
exit $failed
