# Shared by the scripts in tools/: sourced, never run.
# Sets CSI_ROOT and offers say, fail, has_flag_value.

CSI_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
CSI_SCRIPT=$(basename "$0")

# Progress for people, on stderr so that a program can use stdout.
say() { printf '%s: %s\n' "$CSI_SCRIPT" "$*" >&2; }

# fail MESSAGE [EXIT_CODE]
fail() {
  printf '%s: error: %s\n' "$CSI_SCRIPT" "$1" >&2
  exit "${2:-1}"
}

# Prints the comment block at the top of the calling script as its help.
print_help() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"; }

# need_value FLAG COUNT: fails when a flag that takes a value stands last.
need_value() {
  [ "$2" -ge 2 ] || fail "$1 needs a value; see $CSI_SCRIPT --help" 2
}
