/**
 * Messages of an MQTT broker: {@link io.millrace.producer.mqtt.MqttInbox} is the port, {@code HivemqInbox} and its two versions touch the
 * MQTT client, the relay touches neither MQTT nor Kafka.
 */
package io.millrace.producer.mqtt;
