package io.millrace.mapreduce.job;

import io.millrace.mapreduce.level.FormExample;
import io.millrace.mapreduce.record.MessageMask;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The forms of files in which no level was found, each with one masked example and how many records have it. Beyond {@link #MOST}
 * forms, new ones are left out: they are there to be looked at, not to be added up.
 */
final class UnknownForms {
    static final int MOST = 1000;

    private final Map<String, Form> forms = new HashMap<>();

    /**
     * A form.
     *
     * @param shape what tells it from others
     * @param example one of its lines, masked
     * @param records how many records have it
     */
    record Form(String shape, String example, long records) {
        private Form and(Form other) {
            // The smaller example, so that the result does not depend on which task came first.
            String first = example.compareTo(other.example) <= 0 ? example : other.example;
            return new Form(shape, first, records + other.records);
        }
    }

    void add(FormExample found, long records) {
        byte[] masked = new byte[MessageMask.LONGEST + 8];
        int length = MessageMask.mask(found.line(), 0, found.line().length, masked, 0);
        add(new Form(
                String.format("%08x", found.shape()), new String(masked, 0, length, StandardCharsets.UTF_8), records));
    }

    void add(Form form) {
        if (forms.size() < MOST || forms.containsKey(form.shape())) {
            forms.merge(form.shape(), form, Form::and);
        }
    }

    void addAll(UnknownForms others) {
        others.forms.values().forEach(this::add);
    }

    /** All forms, those with the most records first. */
    List<Form> all() {
        return forms.values().stream()
                .sorted(Comparator.comparingLong(Form::records)
                        .reversed()
                        .thenComparing(Form::example)
                        .thenComparing(Form::shape))
                .toList();
    }
}
