# Helpers of e2e/run: the stack, waiting, and what is asked of running containers. Sourced, not run.

# All that the stack is told differently from .env: other pipelines' pace, free ports, names of its own.
export MILLRACE_TAG=e2e
export LOGS_ROLL_AGE=5s IOT_ROLL_AGE=5s WEATHER_ROLL_AGE=5s MQTT_ROLL_AGE=5s IOT_JSON_INTERVAL_SEC=0.5
export NAMENODE_WEB_PORT=0 RESOURCEMANAGER_WEB_PORT=0 HISTORYSERVER_WEB_PORT=0 MYSQL_PORT=0 PROMETHEUS_PORT=0 MQTT_PORT=0 CONSOLE_PORT=0
# Kafka UI and Grafana are not part of the test; what Grafana would show is asked of Prometheus.
export COMPOSE_FILE=docker-compose.yml:e2e/without-grafana.yml
pipelines=iot-json,machine-logs,iot-alerts,weather-alerts,weather-parquet

producers=(producer-iot-json producer-logs producer-iot producer-weather-readings producer-weather)
sinks=(sink-iot-json sink-logs sink-iot sink-weather)
projects=()

say() { printf 'e2e [%4d s] %s\n' "$SECONDS" "$*"; }

# The reason comes last, where it is looked for and where a log that is cut at its start still has it.
fail() {
  if [ ${#projects[@]} -gt 0 ]; then
    # shellcheck disable=SC2046 # a list of names
    compose logs --no-color --tail 10 $(compose ps -a --format '{{.Service}}' | grep -E '^(producer|alerts|sink)-') 2>&1 \
      | cut -c1-200 >&2 || true
    compose ps -a --format 'table {{.Service}}\t{{.Status}}' >&2 || true
    echo "load: $(cat /proc/loadavg)" >&2
  fi
  if [ -s "${work:-}/why" ]; then
    tail -n 25 "$work/why" | cut -c1-300 >&2
  fi
  say "FAILED: $*" >&2
  exit 1
}

compose() { docker compose --ansi never "${env_files[@]}" "$@"; }

# use_kind KIND: which of the two stacks the other functions mean.
use_kind() {
  kind=$1
  export COMPOSE_PROJECT_NAME=millrace-e2e-$1 COMPOSE_PROFILES=$1,console,$pipelines
  case $1 in
    zookeeper) env_files=(--env-file .env) brokers=kafka:9092 broker=kafka tools='' suffix='' ;;
    kraft)
      env_files=(--env-file .env --env-file .env.kraft) brokers=kafka-1:9092,kafka-2:9092,kafka-3:9092
      broker=kafka-1 tools=/opt/kafka/bin/ suffix=.sh
      COMPOSE_PROFILES=$COMPOSE_PROFILES,monitoring,mqtt
      ;;
  esac
  projects+=("$1")
}

# The fourth broker, which joins late, is of a profile that is not switched on: only by its name is it taken down too.
remove_all() {
  COMPOSE_PROFILES=$COMPOSE_PROFILES,fourth-broker compose down -v --remove-orphans >>"$work/compose.log" 2>&1
}

# What an earlier run that was killed has left must neither answer in place of this one nor take its cores: a killed run's
# containers start again with the engine.
remove_what_was_left() {
  local one
  for one in zookeeper kraft; do
    use_kind "$one"
    remove_all || fail "what an earlier run left cannot be removed: $(tail -n 1 "$work/compose.log")"
  done
  projects=()
}

up() {
  local started=$SECONDS
  up_at=$(date +%s)
  compose up -d --wait --wait-timeout 600 --no-build >"$work/up.log" 2>&1 \
    || { mv "$work/up.log" "$work/why"; fail "docker compose up did not become healthy"; }
  say "up and healthy after $((SECONDS - started)) s"
}

take_down() {
  [ -z "${E2E_KEEP:-}" ] || return 0
  remove_all || true
}

clean_up() {
  local status=$? one
  trap - EXIT
  for one in "${projects[@]}"; do
    use_kind "$one"
    take_down
  done
  if [ -z "${E2E_KEEP:-}" ]; then
    docker image rm $(docker image ls -q --filter "reference=millrace/*:$MILLRACE_TAG" | sort -u) >/dev/null 2>&1 || true
  fi
  rm -rf "$work"
  exit "$status"
}

require_free_ports() {
  local port
  for port in 29092 29093 29094 29095; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      fail "port $port is in use, must be free for Kafka"
    fi
  done
}

images() {
  local started=$SECONDS
  use_kind zookeeper
  projects=()
  COMPOSE_PROFILES=$COMPOSE_PROFILES,monitoring compose build -q >"$work/build.log" 2>&1 || { mv "$work/build.log" "$work/why"; fail "docker compose build"; }
  say "images built in $((SECONDS - started)) s:"
  docker image ls --filter "reference=millrace/*:$MILLRACE_TAG" --format '  {{.Repository}} {{.Size}}' | sort
}

# wait_for SECONDS WHAT COMMAND...: until the command succeeds.
wait_for() {
  local seconds=$1 what=$2 started=$SECONDS
  shift 2
  until "$@" >"$work/wait.log" 2>&1; do
    if [ $((SECONDS - started)) -gt "$seconds" ]; then
      mv "$work/wait.log" "$work/why"
      fail "$what: not there after $seconds s"
    fi
    sleep 2
  done
  say "$what: after $((SECONDS - started)) s"
}

# metric SERVICE NAME: the sum of a service's metric over its labels, as a whole number; fails while it does not answer.
metric() {
  local text
  text=$(compose exec -T "$1" bash -c \
    'exec 3<>/dev/tcp/localhost/8081 && printf "GET /metrics HTTP/1.0\r\n\r\n" >&3 && timeout 5 cat <&3' 2>/dev/null) || return 1
  awk -v name="$2" '$1 ~ "^" name "([{]|$)" { sum += $NF } END { printf "%d\n", sum }' <<<"$text"
}

# Every sink has committed so many records since it started.
all_sinks_committed() {
  local sink count
  for sink in "${sinks[@]}"; do
    count=$(metric "$sink" millrace_sink_committed_records_total) || return 1
    echo "$sink has committed $count records"
    # One reading comes each half second.
    [ "$sink" = sink-iot-json ] && count=$((count * 10))
    [ "$count" -ge "$1" ] || return 1
  done
}

# Every sink has committed more records than when this was asked for the first time.
declare -A before=()
commits_go_on() {
  local sink count go_on=0
  for sink in "${sinks[@]}"; do
    count=$(metric "$sink" millrace_sink_committed_records_total) || return 1
    echo "$sink has committed $count records, at first ${before[$sink]:-unknown}"
    before[$sink]=${before[$sink]:-$count}
    [ "$count" -gt "${before[$sink]}" ] || go_on=1
  done
  [ $go_on = 0 ] || return 1
  before=()
}

# The producer has sent so many records since this was asked for the first time.
produced_at_first=
produced_more() {
  local count
  count=$(metric "$1" millrace_producer_records_total) || return 1
  echo "$1 has sent $count records, at first ${produced_at_first:-unknown}"
  produced_at_first=${produced_at_first:-$count}
  [ "$count" -ge $((produced_at_first + $2)) ] || return 1
  produced_at_first=
}

all_healthy() {
  local states
  states=$(compose ps -a --format '{{.Service}} {{.State}} {{.ExitCode}} {{.Health}}')
  echo "$states"
  ! grep -vE ' running [0-9]+ healthy$| exited 0 $' <<<"$states"
}

no_partition_under_replicated() {
  local found
  found=$(compose exec -T "$broker" "${tools}kafka-topics$suffix" --bootstrap-server "$broker:9092" --describe \
    --under-replicated-partitions) || return 1
  echo "$found"
  [ -z "$found" ]
}

pause_producers() {
  compose stop "${producers[@]}" >>"$work/compose.log" 2>&1
  local one
  for one in "${producers[@]}"; do
    compose ps -a --format '{{.Service}} {{.State}} {{.ExitCode}}' | grep -qx "$one exited 0" \
      || fail "$one did not stop with status 0"
  done
}

resume_producers() { compose start "${producers[@]}" >>"$work/compose.log" 2>&1; }

sql() {
  compose exec -T mysql bash -c \
    'MYSQL_PWD=$(cat /run/secrets/mysql-password) exec mysql -u millrace -N -B weather_db -e "$1"' - "$1"
}

hdfs_shell() { compose exec -T namenode bash -c "$1"; }
