#!/bin/sh
# Packs the program as an archive: pack.sh PROGRAM NAME FOLDER SECONDS
# Equal files give equal bytes: names are sorted, every time is SECONDS after 1970, nobody owns.
set -eu
program=$1
name=$2
folder=$3
seconds=$4
here=$(cd "$(dirname "$0")" && pwd)

rm -rf "$folder/$name"
mkdir -p "$folder/$name"
sh "$here/lay.sh" "$program" "$folder/$name" "$folder/$name"
tar --create --directory "$folder" --format=gnu --sort=name --mtime="@$seconds" --owner=0 --group=0 \
  --numeric-owner --mode=u=rwX,go=rX "$name" | gzip -9 --no-name >"$folder/$name.tar.gz"
rm -rf "${folder:?}/$name"
(cd "$folder" && sha256sum "$name.tar.gz" >SHA256SUMS)
