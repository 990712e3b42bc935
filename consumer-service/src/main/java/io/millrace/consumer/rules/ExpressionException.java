package io.millrace.consumer.rules;

import java.util.List;

/** An expression that does not compile. */
public final class ExpressionException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * One complaint.
     *
     * @param line line inside the expression, from 1
     * @param column characters before the offending one on that line, from 0
     * @param message what is wrong
     */
    public record Complaint(int line, int column, String message) {}

    private final transient List<Complaint> complaints;

    ExpressionException(List<Complaint> complaints) {
        super(complaints.stream()
                .map(complaint -> "line %d, column %d: %s"
                        .formatted(complaint.line(), complaint.column() + 1, complaint.message()))
                .collect(java.util.stream.Collectors.joining("; ")));
        this.complaints = List.copyOf(complaints);
    }

    ExpressionException(int line, int column, String message) {
        this(List.of(new Complaint(line, column, message)));
    }

    /** All complaints about this expression; never empty. */
    public List<Complaint> complaints() {
        return complaints;
    }
}
