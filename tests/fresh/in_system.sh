#!/usr/bin/env bash
# Runs a command in the clone inside a system's folder; called by run.sh in mount and process namespaces of its own, so that what is
# mounted and started here ends with it.
#   in_system.sh FOLDER COMMAND
set -euo pipefail

system=$1
command=$2
mount -t proc proc "$system/proc"
mount --rbind /dev "$system/dev"
mount -t sysfs -o ro sysfs "$system/sys"
# Only what a login gives, and where the certificates of the system are: node does not look there by itself.
exec chroot "$system" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt bash -c "cd /root/tt-bringup && $command"
