#!/bin/sh
# Builds libxlsxwriter as an archive: xlsxwriter.sh FOLDER
#
# Debian has it as a shared library only. Its sources come from where the installed package came
# from, in the same version, and apt checks their digests against the signed list of the
# distribution. Ends with a failure, and leaves nothing, where there are none.
set -eu
folder=$1
package=libxlsxwriter-dev
command -v apt-get >/dev/null && command -v clang >/dev/null
version=$(dpkg-query -W -f '${source:Package}=${source:Version}' $package)
[ "$(cat "$folder/version" 2>/dev/null)" != "$version" ] || exit 0

origin=$(apt-cache policy $package | awk '/^ *[0-9]+ http/ { print $2, $3; exit }')
[ -n "$origin" ]
rm -rf "$folder"
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial" "$folder/sources"
cd "$folder"
folder=$(pwd)
# The second word is RELEASE/PART.
echo "deb-src ${origin%% *} $(echo "${origin#* }" | sed 's,/, ,')" >sources.list
apt() {
  apt-get -q -o Dir::Etc::SourceList="$folder/sources.list" -o Dir::Etc::SourceParts=- \
    -o Dir::State::Lists="$folder/lists" -o Dir::Cache="$folder/cache" -o APT::Sandbox::User= "$@"
}
apt update >apt.log
(cd sources && apt source --download-only "$version" >>../apt.log)
tar -xf sources/*.orig.tar.[gx]z -C sources --strip-components=1
# The digest of pictures is not needed: there are none.
make -s -C sources CC='clang -fPIC -w' USE_NO_MD5=1 >make.log
mv sources/lib/libxlsxwriter.a sources/License.txt .
rm -rf sources lists cache sources.list
trap - EXIT
echo "$version" >version
