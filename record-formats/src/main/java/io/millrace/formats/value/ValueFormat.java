package io.millrace.formats.value;

import io.millrace.formats.schema.SchemaException;
import java.util.Optional;

/** One kind of values. Has no state: topics and threads share it. */
public interface ValueFormat {
    /** True if {@code --schema} may say what the columns are. */
    boolean takesSchema();

    /** True if {@code --descriptor-set} and {@code --message} say what the values are. */
    boolean takesMessage();

    /** True if values so described have columns of their own, whatever folders and event times name. */
    boolean hasColumns(ValueSettings settings);

    /**
     * The values of a topic.
     *
     * @throws SchemaException if the settings do not say what the values are, or say what no columns can hold
     */
    ValueShape shape(ValueSettings settings) throws SchemaException;

    /** Writes values as lines of text; empty if they are no text. */
    Optional<LineRenderer> line();

    /**
     * How many bytes of heap each byte of a value needs while it becomes a line of JSON.
     *
     * @param withMetadata if further fields are added to it
     */
    int heapPerByteOfJson(boolean withMetadata);
}
