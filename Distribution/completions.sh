#!/bin/sh
# Writes what a shell completes after `jili`: completions.sh PROGRAM bash|zsh|fish
# The first word may be a rule file for the prompt, which the parser of arguments does not offer:
# what it writes is amended at one place, which must be as it is known.
set -eu
program=$1
shell=$2
script=$("$program" --generate-completion-script "$shell")

case $shell in
bash)
  place='^ *COMPREPLY+=.*compgen -W .repl .*'
  more="        __jili_add_completions -o plusdirs -fX '!*.@(rules)'"
  ;;
zsh)
  place='^ *_describe -V subcommand subcommands && ret=0$'
  more="        _files -g '*.rules' \\&\\& ret=0"
  ;;
fish)
  place="^complete -c 'jili' -f$"
  more="complete -c 'jili' -n '__jili_should_offer_completions_for_positional \"jili\" -eq 1'"
  more="$more -ka '(__fish_complete_suffix .rules)'"
  ;;
*) echo "no such shell: $shell" >&2; exit 64 ;;
esac

text=$(printf '%s\n' "$script" | sed "s/$place/&\\n$more/")
[ "$text" != "$script" ] || { echo "the completions for $shell are not as they were" >&2; exit 70; }
printf '%s\n' "$text"
