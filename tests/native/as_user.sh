#!/bin/sh
# as_user.sh COMMAND…: the command as an ordinary user. 77 (ctest: skipped) when this user cannot become one.
if [ "$(id -u)" -ne 0 ]; then exec "$@"; fi
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
# A folder only root may enter could hold the program.
chmod 755 "$folder" && cp "$1" "$folder/program" || exit 77
shift
setpriv --reuid 1000 --regid 1000 --clear-groups "$folder/program" "$@"
