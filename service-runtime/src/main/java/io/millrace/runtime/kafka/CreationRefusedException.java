package io.millrace.runtime.kafka;

import java.util.Set;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** A topic is missing, and Kafka refuses this user the right to create it. The message names the topic. */
public final class CreationRefusedException extends TopicAuthorizationException {
    private static final long serialVersionUID = 1;

    CreationRefusedException(String topic) {
        super("the right to create topic " + topic + ", which does not exist", Set.of(topic));
    }
}
