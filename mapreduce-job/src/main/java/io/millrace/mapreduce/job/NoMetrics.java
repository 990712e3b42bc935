package io.millrace.mapreduce.job;

import org.apache.hadoop.metrics2.MetricsSink;
import org.apache.hadoop.metrics2.MetricsSource;
import org.apache.hadoop.metrics2.MetricsSystem;
import org.apache.hadoop.metrics2.lib.MetricsAnnotations;

/** A metrics system that publishes nothing: a client that lives for seconds has nobody who would ask it. */
final class NoMetrics extends MetricsSystem {
    @Override
    public MetricsSystem init(String prefix) {
        return this;
    }

    @Override
    public <T> T register(String name, String description, T source) {
        MetricsAnnotations.makeSource(source); // makes the counters that the source counts in
        return source;
    }

    @Override
    public <T extends MetricsSink> T register(String name, String description, T sink) {
        return sink;
    }

    @Override
    public void register(Callback callback) {
        // Nothing ever happens to tell of.
    }

    @Override
    public void unregisterSource(String name) {
        // None is kept.
    }

    @Override
    public MetricsSource getSource(String name) {
        return null;
    }

    @Override
    public void publishMetricsNow() {
        // There is nowhere to.
    }

    @Override
    public boolean shutdown() {
        return true;
    }

    @Override
    public void start() {
        // Nothing runs.
    }

    @Override
    public void stop() {
        // Nothing runs.
    }

    @Override
    public void startMetricsMBeans() {
        // There are none.
    }

    @Override
    public void stopMetricsMBeans() {
        // There are none.
    }

    @Override
    public String currentConfig() {
        return "";
    }
}
