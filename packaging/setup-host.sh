#!/bin/sh
# Sets up this host for a team: the account, the program, folders with their modes, sshd, systemd.
# As root, in a checkout: packaging/setup-host.sh. Run again, it updates the program and repairs
# modes; it never overwrites a configuration, a secret or the database.
#   --check   changes nothing, only looks
set -eu
umask 022

account=sms
program=/opt/sms-tui
data=/var/lib/sms-tui
etc=/etc/sms-tui
backups=/var/backups/sms-tui
here=$(cd "$(dirname "$0")/.." && pwd)
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH

say() { printf '%s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }
has_systemd() { [ -d /run/systemd/system ]; }

demand() {
    [ "$(id -u)" -eq 0 ] || fail "This takes root. Run it with sudo."
    command -v sshd >/dev/null || fail "There is no sshd. Run: apt-get install openssh-server"
    command -v runuser >/dev/null || fail "There is no runuser. Run: apt-get install util-linux"
    # Not the Python of somebody's home: another account could not run it.
    python=${PYTHON:-/usr/bin/python3}
    "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' ||
        fail "$python is not Python 3.11 or newer with venv. Run: apt-get install python3-venv"
}

make_account() {
    getent passwd "$account" >/dev/null ||
        useradd --system --user-group --home-dir "$data" --no-create-home --shell /bin/sh "$account"
    # A new account is locked ("!"), and sshd lets nobody into a locked one. "*" is no password.
    usermod -p '*' -s /bin/sh -d "$data" "$account"
}

make_folders() {
    install -d -o root -g root -m 755 "$program"
    install -d -o "$account" -g "$account" -m 700 "$data" "$backups"
    install -d -o root -g "$account" -m 750 "$etc"
    install -d -o root -g root -m 700 "$etc/vonage"
    chmod -R go= "$etc/vonage"
    [ -e "$etc/config.toml" ] ||
        install -o root -g "$account" -m 640 "$here/packaging/config.toml" "$etc/config.toml"
}

install_program() {
    [ -x "$program/bin/python" ] || "$python" -m venv "$program"
    "$program/bin/pip" install --quiet --require-hashes -r "$here/requirements.txt"
    "$program/bin/pip" install --quiet --no-deps --no-build-isolation --force-reinstall "$here"
    "$program/bin/python" -m compileall -q "$program/lib"
    chown -R root:root "$program"
    chmod -R go-w "$program"
    install -o root -g root -m 755 "$here/packaging/sms-tui" /usr/local/bin/sms-tui
    install -D -o root -g root -m 644 "$here/docs/team.md" /usr/local/share/doc/sms-tui/team.md
}

install_sshd() {
    target=/etc/ssh/sshd_config.d/sms-tui.conf
    grep -qi '^ *Include  */etc/ssh/sshd_config.d/' /etc/ssh/sshd_config ||
        fail "/etc/ssh/sshd_config does not include sshd_config.d. Add at its top:" \
            "Include /etc/ssh/sshd_config.d/*.conf"
    install -D -o root -g root -m 644 "$here/packaging/sshd_config.d-sms-tui.conf" "$target"
    mkdir -p /run/sshd
    if ! sshd -t; then
        rm "$target"
        fail "sshd does not take its configuration; $target was taken out again."
    fi
    if has_systemd; then
        systemctl reload ssh || systemctl reload sshd
    else
        say "Now let sshd read its configuration again."
    fi
}

install_units() {
    for unit in sms-tui-worker.service sms-tui-backup.service sms-tui-backup.timer; do
        install -D -o root -g root -m 644 "$here/packaging/$unit" "/etc/systemd/system/$unit"
    done
    has_systemd || { say "systemd is not running: the units are there, not started."; return 0; }
    systemctl daemon-reload
    systemctl enable --now sms-tui-backup.timer
    systemctl enable sms-tui-worker.service
    # Comes back when the worker has read replies, or knows why it cannot.
    systemctl restart sms-tui-worker.service ||
        fail "The worker does not start. Look at: journalctl -u sms-tui-worker"
}

# A session that began before an update goes on with the old program until it ends.
tell_of_old_sessions() {
    sessions=$(pgrep -c -u "$account" -f ' login -- ') || return 0
    say "Logged in with the program as it was before: $sessions. End these with:" \
        "pkill -u $account -f ' login -- '"
}

demand_mode() {
    found=$(stat -c '%U:%G %a' "$1") || fail "There is no $1."
    [ "$found" = "$2" ] || fail "$1 is $found and should be $2. Run packaging/setup-host.sh again."
}

check_services() {
    systemctl --quiet is-active sms-tui-worker.service ||
        fail "The worker is not running. Look at: journalctl -u sms-tui-worker"
    for unit in sms-tui-worker.service sms-tui-backup.timer; do
        systemctl --quiet is-enabled "$unit" || fail "After a restart of this host $unit is not" \
            "there. Run: systemctl enable --now $unit"
    done
    systemctl --quiet is-active sms-tui-backup.timer ||
        fail "There are no nightly copies. Run: systemctl enable --now sms-tui-backup.timer"
    ! systemctl --quiet is-failed sms-tui-backup.service ||
        fail "The last nightly copy failed. Look at: journalctl -u sms-tui-backup"
}

# What `doctor` cannot see from within the account, then `doctor`.
check() {
    password=$(getent shadow "$account" | cut -d: -f2) || fail "There is no account $account."
    case $password in
        '!'*) fail "The account $account is locked. Run: usermod -p '*' $account" ;;
    esac
    wanted=$(printf '%s\n' "authorizedkeyscommand /usr/local/bin/sms-tui authorized-keys %u %f" \
        "authorizedkeyscommanduser $account" "authorizedkeysfile none" "disableforwarding yes")
    found=$(sshd -T -C "user=$account,host=localhost,addr=127.0.0.1" | sort)
    printf '%s\n' "$wanted" | while read -r line; do
        printf '%s\n' "$found" | grep -qxF "$line" || fail "sshd does not have: $line"
    done || exit 1
    demand_mode "$data" "$account:$account 700"
    demand_mode "$backups" "$account:$account 700"
    demand_mode "$etc" "root:$account 750"
    demand_mode "$etc/vonage" "root:root 700"
    demand_mode /usr/local/bin/sms-tui "root:root 755"
    ! has_systemd || check_services
    strangers=$(find "$data" "$backups" ! -user "$account" -print)
    [ -z "$strangers" ] || fail "These are not $account's: $strangers"
    runuser -u "$account" -- /usr/local/bin/sms-tui doctor
}

demand
if [ "${1:-}" != --check ]; then
    make_account
    make_folders
    install_program
    # The first run makes the database; the account becomes its first user, with every permission.
    (cd "$data" && runuser -u "$account" -- /usr/local/bin/sms-tui user list >/dev/null)
    install_sshd
    install_units
    tell_of_old_sessions
fi
(cd "$data" && check)
