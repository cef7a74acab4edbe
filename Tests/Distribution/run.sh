#!/bin/bash
# Runs the archive where nothing is installed: run.sh FOLDER NAME PROGRAM, as root.
#
# The place is a bare Debian of the release of this machine, fetched once into FOLDER; where it
# cannot be fetched, a root that holds nothing but the libraries of the system that the program names.
# No network, no variables, no rights. The companies are made up.
set -eu
folder=$1
name=$2
program=$3
here=$(cd "$(dirname "$0")/../.." && pwd)
release=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
base=$folder/debian-$release
root=$folder/root
desk=$root/desk

# The writer of workbooks is a package of its own, which a program that does not hold it loads when it
# needs it.
writer=$(dpkg-query -W -f '${Depends}' libxlsxwriter-dev | grep -o '^libxlsxwriter[0-9a-z.-]*')
fetch() {
  rm -rf "$base" "$base.tar" "$folder/debs"
  debootstrap --variant=minbase "$release" "$base" >"$folder/debootstrap.log" 2>&1 &&
    chroot "$base" apt-get clean &&
    chroot "$base" apt-get install -q -y --download-only --no-install-recommends "$writer" \
      >>"$folder/debootstrap.log" 2>&1 || return 1
  mkdir "$folder/debs"
  mv "$base"/var/cache/apt/archives/*.deb "$folder/debs"
  tar -cf "$base.tar" -C "$base" .
  rm -rf "$base"
}

# The files that a program or library needs, as the loader of this machine finds them.
needs() { ldd "$1" 2>/dev/null | grep -o '/[^ ]*' || true; }
bare_root() {
  install -d -m 1777 "$root/tmp"
  needs "$program" | while read -r file; do install -D "$file" "$root$file"; done
}

rm -rf "$root"
mkdir -p "$root"
if [ -f "$base.tar" ] || fetch; then
  tar -xpf "$base.tar" -C "$root"
  place="a bare Debian ($release)"
else
  bare_root
  place="an empty root with the libraries that the program names"
fi
tar -xzf "$folder/$name.tar.gz" -C "$root" --no-same-owner
mkdir "$desk"
chown 65534:65534 "$desk"

failed=0
fault() {
  echo "$1"
  failed=1
}
# Not even /proc is mounted, which only the writer of workbooks needs.
proc=
jili() {
  env -i LANG=zh_CN.UTF-8 "$(command -v unshare)" --net $proc --root="$root" --setuid 65534 \
    --setgid 65534 -- "/$name/bin/jili" "$@"
}
# is WHAT EXPECTED FOUND; holds WHAT EXPECTED FOUND
is() { [ "$2" = "$3" ] || fault "$1: expected \`$2\`, found \`$3\`"; }
holds() { grep -qF -- "$2" <<<"$3" || fault "$1: no \`$2\` in: $3"; }

# What is archived.
(cd "$folder" && sha256sum --quiet -c SHA256SUMS) || fault "SHA256SUMS does not hold"
(umask 077 && sh "$here/Distribution/pack.sh" "$program" "$name" "$folder/again" \
  "${SOURCE_DATE_EPOCH:-0}")
cmp "$folder/$name.tar.gz" "$folder/again/$name.tar.gz" || fault "packed twice, it differs"
rm -rf "$folder/again"
make -s -C "$here" install JILI="$program" DESTDIR="$folder/installed" PREFIX=/usr
for file in bin/jili share/man/man1/jili.1 share/bash-completion/completions/jili \
  share/zsh/site-functions/_jili share/fish/vendor_completions.d/jili.fish; do
  cmp "$folder/installed/usr/$file" "$root/$name/$file" || fault "$file is not installed"
done
for file in README.md LICENSE docs/language.md Rules/jiaxing-2026.rules licences/README.md; do
  cmp "$folder/installed/usr/share/doc/jili/$file" "$root/$name/$file" || fault "$file is missing"
done
rm -rf "$folder/installed"
page=$(LC_ALL=C.UTF-8 man --warnings -l "$root/$name/share/man/man1/jili.1" 2>"$folder/man.log" | col -b)
[ ! -s "$folder/man.log" ] || fault "man: $(cat "$folder/man.log")"
holds "man" "jili batch" "$page"
holds "man" "--date-column" "$page"

# What the program does there. The sums are the rule's: 150万, and a fifth of it.
version=$(sed -n 's/^public let version = "\(.*\)"/\1/p' "$here/Sources/Interpreter/Version.swift")
is "--version" "$version" "$(jili --version)"
echo 'award 国家级小巨人 = 150万 when new; renewal = 20%' >"$desk/小巨人.rules"
printf '%s\n' 企业名称,国家级小巨人 甲,新认定 乙,复评 丙,新任定 >"$desk/企业.csv"
found=$(jili eval /desk/小巨人.rules --set 国家级小巨人=复评 --format json 2>&1) || fault "eval failed"
holds "eval" '"300000.00"' "$found"

code=0
jili batch /desk/小巨人.rules --companies /desk/企业.csv -o /desk/结果.csv --no-bom -q >/dev/null 2>&1 ||
  code=$?
is "the exit code of batch" 3 "$code"
is "the results" "企业名称,国家级小巨人,国家级小巨人.复评,合计,上限合计,未定,待补,提示
甲,1500000.00,0.00,1500000.00,1500000.00,,,
乙,0.00,300000.00,300000.00,300000.00,,," "$(tr -d '\r' <"$desk/结果.csv")"
holds "the rejected row" "丙" "$(sed -n 4p "$desk/企业.csv")"
holds "the rejected row" "企业.csv,4,国家级小巨人,新任定" "$(cat "$desk/结果.rejects.csv")"
holds "replay" "$version" "$(jili replay /desk/结果.receipt.json 2>&1)"

found=$(jili test "/$name/Rules" 2>&1) || fault "test: $found"
holds "test" "0 个失败" "$found"
found=$(printf '国家级小巨人 = 新认定\n合计\n' | jili /desk/小巨人.rules 2>&1) || fault "the prompt failed"
holds "the prompt" "合计 1,500,000.00" "$found"

sed -i 4d "$desk/企业.csv"
workbook() { jili batch /desk/小巨人.rules --companies /desk/企业.csv -o /desk/结果.xlsx -q 2>&1; }
if [ -n "$(needs "$program")" ]; then
  holdings="the system's C library"
  code=0
  found=$(workbook) || code=$?
  is "the exit code without the writer of workbooks" 74 "$code"
  holds "without the writer of workbooks" "J5013" "$found"
  [ ! -e "$desk/结果.xlsx" ] || fault "there is half a workbook"
  if [ -d "$folder/debs" ]; then
    mkdir "$root/debs"
    cp "$folder"/debs/*.deb "$root/debs"
    chroot "$root" sh -c 'dpkg -i /debs/*.deb' >"$folder/dpkg.log" 2>&1 || fault "dpkg failed"
  else
    library=$(ldconfig -p | sed -n 's/.*libxlsxwriter\.so\.[0-9]* .*=> //p' | head -n 1)
    for file in "$library" $(needs "$library"); do install -D "$file" "$root$file"; done
  fi
else
  holdings="nothing of the system"
  # What libraries the system has is of no use to it: it writes a workbook where there are none.
  find "$root" -name 'ld-linux*' -delete
fi
mkdir -p "$root/proc"
proc="--pid --fork --mount-proc=/proc"
found=$(workbook) || fault "the workbook: $found"
python3 -c 'import sys, zipfile
book = zipfile.ZipFile(sys.argv[1])
sheet = book.read("xl/worksheets/sheet1.xml").decode()
missing = [sum for sum in ("<v>1500000</v>", "<v>300000</v>") if sum not in sheet]
sys.exit(f"the workbook has no {missing}" if missing else 0)' "$desk/结果.xlsx" ||
  fault "the workbook is wrong"

rm -rf "$root"
[ $failed = 1 ] || echo "the archive runs in $place, with $holdings"
exit $failed
