-- One dialect for MySQL, MariaDB and H2 in MySQL mode. Times are UTC.

CREATE TABLE consumer_progress (
    consumer_group  VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    topic           VARCHAR(249) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    partition_id    INT NOT NULL,
    topic_id        VARCHAR(64) NOT NULL,
    outbox_id       VARCHAR(36) NOT NULL,
    epoch           BIGINT NOT NULL,
    owner           VARCHAR(255) NOT NULL,
    next_offset     BIGINT NOT NULL,
    outbox_sequence BIGINT NOT NULL,
    reading_clock   BIGINT NOT NULL,
    weather_clock   BIGINT NOT NULL,
    records         BIGINT NOT NULL,
    alerts          BIGINT NOT NULL,
    dead_letters    BIGINT NOT NULL,
    updated_at      DATETIME(3) NOT NULL,
    PRIMARY KEY (consumer_group, topic, partition_id)
);

CREATE TABLE alerts (
    id             BIGINT NOT NULL AUTO_INCREMENT,
    alert_id       VARCHAR(36) NOT NULL,
    consumer_group VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    rule           VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    severity       VARCHAR(16) NOT NULL,
    message        VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    kind           VARCHAR(16) NOT NULL,
    device_id      VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    reading_type   VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    reading_value  DOUBLE NOT NULL,
    unit           VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    event_time     DATETIME(3) NOT NULL,
    raised_at      DATETIME(3) NOT NULL,
    topic          VARCHAR(249) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    partition_id   INT NOT NULL,
    record_offset  BIGINT NOT NULL,
    record_time    DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (alert_id, consumer_group)
);

CREATE INDEX alerts_by_time ON alerts (event_time);
CREATE INDEX alerts_by_rule ON alerts (rule, event_time);

CREATE TABLE consumer_outbox (
    consumer_group  VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    topic           VARCHAR(249) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    partition_id    INT NOT NULL,
    sequence_number BIGINT NOT NULL,
    destination     VARCHAR(249) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    record_key      LONGBLOB,
    record_value    LONGBLOB,
    headers         LONGBLOB NOT NULL,
    PRIMARY KEY (consumer_group, topic, partition_id, sequence_number)
);

CREATE TABLE consumer_window_state (
    consumer_group VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    topic          VARCHAR(249) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    partition_id   INT NOT NULL,
    key_hash       VARBINARY(32) NOT NULL,
    kind           VARCHAR(16) NOT NULL,
    key_name       VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    state          LONGBLOB NOT NULL,
    PRIMARY KEY (consumer_group, topic, partition_id, key_hash)
);

-- The weather system's table of old, as a view: what was above 30 degrees Celsius.
CREATE VIEW warning_temperatures AS
SELECT id, device_id AS station_id, event_time AS observed_at, reading_value AS degrees, raised_at
FROM alerts
WHERE rule = 'warning-temperature';
