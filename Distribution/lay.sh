#!/bin/sh
# Lays the program and all that belongs to it out below a folder: lay.sh PROGRAM FOLDER [DOCUMENTS]
# Documents go to FOLDER/share/doc/jili, or to the folder DOCUMENTS.
set -eu
umask 022
program=$1
root=$2
documents=${3:-$root/share/doc/jili}
here=$(cd "$(dirname "$0")/.." && pwd)

install -D -m 755 "$program" "$root/bin/jili"
install -D -m 644 "$here/docs/jili.1" "$root/share/man/man1/jili.1"

completions() {
  mkdir -p "$(dirname "$root/share/$2")"
  sh "$here/Distribution/completions.sh" "$program" "$1" >"$root/share/$2"
  chmod 644 "$root/share/$2"
}
completions bash bash-completion/completions/jili
completions zsh zsh/site-functions/_jili
completions fish fish/vendor_completions.d/jili.fish

# What README.md points to stands beside it, as in the sources.
(cd "$here" && find README.md LICENSE CHANGELOG.md SECURITY.md ARCHITECTURE.md CONTRIBUTING.md \
  docs Rules Benchmarks/README.md -type f ! -name jili.1) |
  while read -r file; do install -D -m 644 "$here/$file" "$documents/$file"; done

# The program holds libraries under licences of their own; Debian keeps the texts beside each.
licences=$documents/licences
install -D -m 644 "$here/Distribution/licences.md" "$licences/README.md"
for package in libreadline-dev libncurses-dev nettle-dev zlib1g-dev libexpat1-dev libc6-dev \
  libxlsxwriter-dev; do
  text=/usr/share/doc/$package/copyright
  [ ! -f "$text" ] || install -D -m 644 "$text" "$licences/$package.txt"
done
for licence in GPL-3 LGPL-3 LGPL-2.1 MPL-2.0; do
  text=/usr/share/common-licenses/$licence
  [ ! -f "$text" ] || install -D -m 644 "$text" "$licences/$licence.txt"
done
for text in "$here"/.build/checkouts/swift-argument-parser/LICENSE.txt; do
  [ ! -f "$text" ] || install -D -m 644 "$text" "$licences/swift-argument-parser.txt"
done
