package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.mapred.JobConf;
import org.junit.jupiter.api.Test;

class CondensedDefaultsTest {
    @Test
    void every_setting_and_its_source_is_what_it_is_without() throws InterruptedException {
        HdfsConfiguration.init();
        Map<String, String> expected = settings();
        Map<String, String> condensed = new TreeMap<>();
        Thread thread = new Thread(() -> {
            CondensedDefaults.install();
            condensed.putAll(settings());
        });
        thread.start();
        thread.join();
        assertThat(expected).containsKey("dfs.blocksize").hasSizeGreaterThan(1000);
        assertThat(condensed).isEqualTo(expected);
    }

    @Test
    void only_whole_parts_are_left_out() {
        assertThat(CondensedDefaults.without("a<!--b-->c<!-- d --><e/>", "<!--", "-->"))
                .isEqualTo("ac<e/>");
        assertThat(CondensedDefaults.without("a<!--b", "<!--", "-->")).isEqualTo("a<!--b");
        assertThat(CondensedDefaults.without("", "<!--", "-->")).isEmpty();
    }

    @Test
    void blanks_between_tags_are_left_out_and_blanks_in_values_are_kept() {
        assertThat(CondensedDefaults.withoutBlanksBetween(
                        "<a>\n  <name>x</name>\n\t<value> </value> <b/> </a>\n<c> y </c>\n"))
                .isEqualTo("<a><name>x</name><value> </value><b/></a><c> y </c>\n");
        assertThat(CondensedDefaults.withoutBlanksBetween("no tags")).isEqualTo("no tags");
        assertThat(CondensedDefaults.withoutBlanksBetween("<a> </a> ")).isEqualTo("<a> </a> ");
    }

    private static Map<String, String> settings() {
        Configuration configuration = new JobConf();
        Map<String, String> settings = new TreeMap<>();
        configuration.forEach(entry -> settings.put(
                entry.getKey(),
                entry.getValue() + " from " + String.join(",", configuration.getPropertySources(entry.getKey()))));
        return settings;
    }
}
