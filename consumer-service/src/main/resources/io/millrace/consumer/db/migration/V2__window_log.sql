-- The rows lose their old name, so that a process of an earlier version, which knows nothing of the log beside them, ends
-- with an error instead of going on from half of the state. What the rows hold is carried over as it is.
ALTER TABLE consumer_window_state RENAME TO consumer_window_rows;

CREATE TABLE consumer_window_log (
    consumer_group  VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    topic           VARCHAR(249) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    partition_id    INT NOT NULL,
    sequence_number BIGINT NOT NULL,
    changes         LONGBLOB NOT NULL,
    PRIMARY KEY (consumer_group, topic, partition_id, sequence_number)
);
