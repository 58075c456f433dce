#!/bin/sh
# Puts the files of this folder where they belong, and closes the machine's other
# doors. It starts nothing, keeps settings that are there, and may be run again.
# README.md says when. Usage: install.sh xorg|cage PROGRAM
set -eu
session=${1-} program=${2-}
if [ "$session" != xorg ] && [ "$session" != cage ] || [ ! -f "$program" ]; then
  echo "usage: install.sh xorg|cage PROGRAM, where PROGRAM is the file accueil" >&2
  exit 2
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "install.sh: run it as root: sudo ./install.sh $session $program" >&2
  exit 1
fi

# once FILE MODE: settings that are there stay.
once() {
  [ -e "/etc/accueil/$1" ] || install -m "$2" "$1" "/etc/accueil/$1"
}

program=$(realpath "$program")
cd "$(dirname "$0")"
install -D -m 755 "$program" /usr/local/bin/accueil.new
mv /usr/local/bin/accueil.new /usr/local/bin/accueil # the one that runs is not disturbed
install -D -m 755 "session-$session" /usr/local/lib/accueil/session

install -D -m 644 sysusers.conf /etc/sysusers.d/accueil.conf
systemd-sysusers /etc/sysusers.d/accueil.conf
install -d -m 755 /etc/accueil
install -m 644 xterm.resources foot.ini /etc/accueil/
once kiosk.conf 600
once server.conf 644
[ -e /etc/accueil/site.toml ] || echo "install.sh: write /etc/accueil/site.toml next"

install -m 644 accueil.service accueil-kiosk.service accueil-owner.service /etc/systemd/system/
install -D -m 644 pam /etc/pam.d/accueil-kiosk
install -D -m 644 xorg.conf /etc/X11/xorg.conf.d/60-accueil.conf
install -D -m 644 logind.conf /etc/systemd/logind.conf.d/accueil.conf
install -D -m 644 system.conf /etc/systemd/system.conf.d/accueil.conf
install -D -m 644 sysctl.conf /etc/sysctl.d/99-accueil.conf
install -D -m 644 udev.rules /etc/udev/rules.d/70-accueil.rules

systemctl daemon-reload
systemctl mask ctrl-alt-del.target getty@tty1.service autovt@.service
systemctl set-default multi-user.target
udevadm control --reload
sysctl --quiet --load /etc/sysctl.d/99-accueil.conf
