# shellcheck shell=bash
# Sourced by the scripts at the top: finds the newest installed JDK of version 21 or later and sets JAVA_HOME to it.
# One line of advice and exit status 1 when there is none.

jdk_major() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Where JDKs usually are, one a line.
jdk_homes() {
  local on_path
  on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  printf '%s\n' "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home
}

find_jdk() {
  local home major best='' best_major=20
  while IFS= read -r home; do
    [ -n "$home" ] || continue
    major=$(jdk_major "$home") || continue
    if [ -n "$major" ] && [ "$major" -gt "$best_major" ]; then
      best=$home best_major=$major
    fi
  done < <(jdk_homes)
  if [ -z "$best" ]; then
    echo "No JDK of version 21 or later found: install one (Debian: apt-get install openjdk-21-jdk or temurin-25-jdk) or set JAVA_HOME to it." >&2
    return 1
  fi
  export JAVA_HOME=$best
}
