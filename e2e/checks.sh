# What e2e/run wants to be true of results. Each check is made from two sides that share no code: what stands in Kafka,
# read from this machine, against what stands in HDFS and in the database. Sourced, not run.

check_results() {
  check_audits
  check_readings
  check_weather
  check_json_files
  check_alerts
  check_console
}

# The console sees every service at work, all roots and the alerts.
check_console() {
  wait_for 120 "all services, roots and alerts on the console" console_sees_all
}

console_sees_all() {
  local services
  services=$(compose ps --format '{{.Service}}' | grep -cE '^(producer|alerts|sink)-') || return 1
  compose exec -T console bash -c \
    'exec 3<>/dev/tcp/localhost/8080 && printf "GET /api/status HTTP/1.0\r\nHost: localhost\r\n\r\n" >&3 && timeout 30 cat <&3' \
    >"$work/console" 2>/dev/null || return 1
  tr '{' '\n' <"$work/console" | cut -c1-300
  [ "$(grep -o '"state":"up"' "$work/console" | wc -l)" = "$services" ] || return 1
  [ "$(grep -o '"root":"/user/[^"]*"' "$work/console" | wc -l)" -ge 4 ] || return 1
  grep -q '"alerts":{"total":[1-9]' "$work/console"
}

# number NAME FILE: a number at the top level of an audit.
number() { sed -n 's/^  "'"$1"'" : \([0-9]*\),\{0,1\}$/\1/p' "$2" | head -n 1; }

audit() {
  compose run --rm --no-deps -T "$1" audit --bootstrap-servers "$brokers" --require-complete --json \
    >"$work/audit-$1.json" 2>"$work/audit-$1.err" || { cat "$work/audit-$1.json" "$work/audit-$1.err"; return 1; }
}

# Nothing is missing, doubled or altered, and nothing is left in Kafka that is not on HDFS.
check_audits() {
  local sink
  wait_for 300 "rows of the table in Kafka" table_is_in_kafka
  for sink in "${sinks[@]}"; do
    wait_for 300 "clean and complete audit of $sink" audit "$sink"
    say "  $(number records "$work/audit-$sink.json") records in $(number files "$work/audit-$sink.json") files"
    [ "$(number dead_letters "$work/audit-$sink.json")" = 0 ] || fail "$sink has dead letters"
  done
}

table_is_in_kafka() {
  local rows sent
  rows=$(sql 'SELECT COUNT(*) FROM weather') || return 1
  # Counted record by record: each transaction ends with a marker that takes an offset.
  sent=$(host_read weather | wc -l)
  echo "$rows rows in the table, $sent records in the topic"
  [ "$sent" = "$rows" ]
}

# host_read TOPIC: every record, by a Kafka client of this machine, one JSON object on each line.
host_read() {
  HTTP_PORT=-1 java -jar consumer-service/target/consumer-service.jar read --bootstrap-servers localhost:29092 \
    --topic "$1" --from earliest --until-end --json 2>"$work/host-read.err"
}

# The readings on HDFS are those in Kafka, value for value.
check_readings() {
  host_read iot-sensor-data >"$work/iot.json"
  sed -E 's/^.*"value":(\{.*\})\}$/\1/' "$work/iot.json" | sort >"$work/iot-kafka"
  hdfs_shell 'hdfs dfs -cat "/user/kafka/readings/*.jsonl"' | sort >"$work/iot-hdfs"
  same "$work/iot-kafka" "$work/iot-hdfs" "readings in Kafka (localhost:29092) and on HDFS"
}

# The rows of the Parquet files are those of the table.
check_weather() {
  rm -rf "$work/weather"
  hdfs_shell 'rm -rf /tmp/weather && hdfs dfs -get /user/kafka/weather /tmp/weather && rm -rf /tmp/weather/_millrace'
  compose cp namenode:/tmp/weather "$work/weather" >>"$work/compose.log" 2>&1
  java -cp 'launcher/target/lib/*' e2e/ReadParquet.java "$work"/weather/*.parquet 2>"$work/parquet.err" \
    | awk '{ printf "%s %s %.3f\n", $1, $2, $3 }' | sort >"$work/weather-hdfs" || { mv "$work/parquet.err" "$work/why"; fail "Parquet"; }
  sql 'SELECT station_id, DATE_FORMAT(date, "%Y-%m-%d"), degrees FROM weather' \
    | awk '{ printf "%s %s %.3f\n", $1, $2, $3 }' | sort >"$work/weather-table"
  same "$work/weather-table" "$work/weather-hdfs" "weather rows in the table and in Parquet files"
}

# One indented JSON file for each message.
check_json_files() {
  local files wanted
  files=$(hdfs_shell 'hdfs dfs -ls /user/mael/iot' | grep -cE '/mael_msg_[0-9]+\.json$')
  wanted=$(number records "$work/audit-sink-iot-json.json")
  [ "$files" = "$wanted" ] || fail "$files files mael_msg_N.json for $wanted messages"
  hdfs_shell 'hdfs dfs -cat "$(hdfs dfs -ls -C /user/mael/iot | grep _msg_ | head -n 1)"' >"$work/one.json"
  grep -qx '  "type" : "temperature",\|  "type": "temperature",' "$work/one.json" || { mv "$work/one.json" "$work/why"; fail "the JSON file"; }
  say "one JSON file for each of $files messages"
}

# Each record that a rule of the default rules holds for has its alert, once.
check_alerts() {
  wait_for 300 "all readings seen by the alert consumer" seen_by_alerts iot-alerts iot-sensor-data
  sed -E 's/^.*"partition":([0-9]+),"offset":([0-9]+),.*"type":"([a-z]+)","value":([-+0-9.eE]+),.*$/\1 \2 \3 \4/' "$work/iot.json" \
    | awk '
      $3 == "temperature" && ($4 > 30 || $4 < -10) { print "extreme-temperature", $1, $2 }
      $3 == "humidity" && $4 > 80                  { print "high-humidity", $1, $2 }
      $3 == "pressure" && $4 < 980                 { print "low-pressure", $1, $2 }
      $3 == "motion" && $4 > 0                     { print "motion", $1, $2 }
      $3 == "light" && $4 < 50                     { print "low-light", $1, $2 }' | sort >"$work/alerts-wanted"
  sql "SELECT rule, partition_id, record_offset FROM alerts WHERE topic = 'iot-sensor-data'" | tr '\t' ' ' | sort >"$work/alerts"
  same "$work/alerts-wanted" "$work/alerts" "alerts that the readings ask for and alerts in MySQL"

  wait_for 300 "all weather seen by the alert consumer" seen_by_alerts weather-alerts weather-readings
  host_read weather-readings | sed -E 's/^.*"station_id":"([^"]+)","date":"([0-9-]{10})[^"]*","degrees":([-+0-9.eE]+).*$/\1 \2 \3/' \
    | awk '$3 > 30 { printf "%s %s %.3f\n", $1, $2, $3 }' | sort >"$work/warnings-wanted"
  sql 'SELECT station_id, DATE_FORMAT(observed_at, "%Y-%m-%d"), degrees FROM warning_temperatures' \
    | awk '{ printf "%s %s %.3f\n", $1, $2, $3 }' | sort >"$work/warnings"
  same "$work/warnings-wanted" "$work/warnings" "weather above 30 °C in Kafka and warning_temperatures in MySQL"
}

# seen_by_alerts GROUP TOPIC: the database has taken every record of the topic.
seen_by_alerts() {
  local in_kafka seen
  in_kafka=$(host_read "$2" | wc -l)
  seen=$(sql "SELECT SUM(records) FROM consumer_progress WHERE consumer_group = '$1' AND topic = '$2'") || return 1
  echo "$in_kafka records in $2, $seen seen"
  [ "$in_kafka" -gt 0 ] && [ "$in_kafka" = "$seen" ]
}

# YARN counts as many levels as log lines were stored.
check_levels() {
  local counted stored
  hdfs_shell 'hdfs dfs -rm -r -f -skipTrash /user/kafka/logs_out && hadoop jar /jobs/mapreduce-job.jar levels /user/kafka/logs /user/kafka/logs_out' \
    >"$work/levels.log" 2>&1 || { mv "$work/levels.log" "$work/why"; fail "the MapReduce job"; }
  grep -q 'Submitted application application_' "$work/levels.log" || fail "the MapReduce job did not run on YARN"
  hdfs_shell 'hdfs dfs -cat "/user/kafka/logs_out/part-*"' >"$work/levels"
  counted=$(awk '{ sum += $2 } END { print sum }' "$work/levels")
  stored=$(number records "$work/audit-sink-logs.json")
  [ "$counted" = "$stored" ] || { mv "$work/levels" "$work/why"; fail "YARN counted $counted levels, the audit $stored log lines"; }
  say "YARN counted $counted levels, as many as log lines were stored: $(tr '\t\n' '= ' <"$work/levels")"
}

# same FILE FILE WHAT
same() {
  [ -s "$1" ] || fail "$3: there are none"
  if ! diff "$1" "$2" >"$work/diff"; then
    head -n 20 "$work/diff" >"$work/why"
    fail "$3 differ: $(wc -l <"$1") and $(wc -l <"$2") lines"
  fi
  say "$3 are the same: $(wc -l <"$1")"
}

# Our services report troubles in one line.
check_logs() {
  local services
  services=$(compose ps -a --format '{{.Service}}' | grep -E '^(producer|alerts|sink)-')
  # shellcheck disable=SC2086 # a list of names
  compose logs --no-color $services >"$work/logs" 2>&1
  if grep -nE '^[^|]*\| +(at [a-z][a-zA-Z0-9_.]*\.|Caused by: )|unexpected failure' "$work/logs" >"$work/traces"; then
    mv "$work/traces" "$work/why"
    fail "stack traces in the services' logs"
  fi
  say "no stack trace in $(wc -l <"$work/logs") lines of the services' logs"
}

# Messages of sensors that speak MQTT come out as lines.
check_mqtt() {
  seq -f 'message %.0f of the test' 300 | sort >"$work/mqtt-sent"
  # One run for each message: with -l, mosquitto_pub 2.1 leaves at the end of its input and drops what it has not sent.
  compose exec -T mosquitto sh -c \
    'while IFS= read -r line; do mosquitto_pub -t e2e/lines -q 1 -m "$line" </dev/null || exit 1; done' <"$work/mqtt-sent" \
    || fail "sending MQTT messages"
  wait_for 300 "MQTT messages on HDFS" mqtt_is_on_hdfs
  same "$work/mqtt-sent" "$work/mqtt-hdfs" "messages sent by MQTT and lines on HDFS"
}

mqtt_is_on_hdfs() {
  hdfs_shell 'hdfs dfs -cat "/user/kafka/mqtt/*.txt"' | sort >"$work/mqtt-hdfs"
  echo "$(wc -l <"$work/mqtt-hdfs") lines"
  [ "$(wc -l <"$work/mqtt-hdfs")" -ge 300 ]
}

# Prometheus reaches every service and broker, and each panel of the dashboard has something to show.
check_monitoring() {
  # A service that runs is a target; the rest of the list is of services that are switched off.
  targets=$(($(compose ps --format '{{.Service}}' | grep -cE '^(producer|alerts|sink)-') + 3))
  wait_for 300 "all $targets services and brokers seen by Prometheus" targets_are_up
  sed -nE 's/^ *"expr": "(.*)",?$/\1/p' docker/monitoring/grafana/dashboards/millrace.json | sed 's/\\"/"/g' >"$work/panels"
  local panel
  while IFS= read -r panel <&4; do
    wait_for 300 "  $panel" shows_something "$panel"
  done 4<"$work/panels"
}

query() { compose exec -T prometheus promtool query instant http://localhost:9090 "$1" </dev/null; }

targets_are_up() {
  local up
  up=$(query up) || return 1
  echo "$up"
  [ "$(grep -c '=> 1 @' <<<"$up")" = "$targets" ]
}

shows_something() {
  query "$1" | grep '=>'
}

# As docs/containers.md tells it.
move_partitions() {
  compose exec -T kafka-1 bash -euc '
    cd /tmp && export PATH=$PATH:/opt/kafka/bin BROKERS="--bootstrap-server kafka-1:9092"
    echo "{\"version\":1,\"topics\":[{\"topic\":\"iot-sensor-data\"}]}" > topics.json
    kafka-reassign-partitions.sh $BROKERS --broker-list 1,2,3,4 --topics-to-move-json-file topics.json --generate \
      | sed -n "/^Proposed/{n;p}" > plan.json
    kafka-reassign-partitions.sh $BROKERS --reassignment-json-file plan.json --execute' >>"$work/compose.log" 2>&1 \
    || { cp "$work/compose.log" "$work/why"; fail "moving partitions"; }
}

partitions_are_moved() {
  compose exec -T kafka-1 bash -c '
    /opt/kafka/bin/kafka-reassign-partitions.sh --bootstrap-server kafka-1:9092 --reassignment-json-file /tmp/plan.json --verify
    /opt/kafka/bin/kafka-topics.sh --bootstrap-server kafka-1:9092 --describe --topic iot-sensor-data' >"$work/moved" || return 1
  cat "$work/moved"
  ! grep -q 'still in progress' "$work/moved" && grep -qE 'Isr: [0-9,]*4' "$work/moved"
}

# When the first committed file was finished, seconds after `docker compose up`.
first_file() {
  local first
  first=$(hdfs_shell 'hdfs dfs -stat %Y "/user/kafka/logs/*.txt" "/user/kafka/readings/*.jsonl"' | sort -n | head -n 1)
  say "first committed file $((first / 1000 - up_at)) s after docker compose up"
}

# The whole stack's memory, against what a laptop has to spare.
memory() {
  local mebibytes
  # shellcheck disable=SC2046 # a list of ids
  mebibytes=$(docker stats --no-stream --format '{{.MemUsage}}' $(compose ps -q) | awk '
    { value = $1 + 0 } $1 ~ /GiB/ { value *= 1024 } $1 ~ /KiB/ { value /= 1024 } { sum += value } END { printf "%d", sum }')
  say "memory of the whole stack: $mebibytes MiB"
  [ "$mebibytes" -lt 6144 ] || fail "the stack takes $mebibytes MiB, must fit in 6 GiB"
}
