package io.millrace.formats.value;

import io.millrace.formats.schema.SchemaException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

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
     * @param context what their decoder may ask
     * @throws SchemaException if the settings do not say what the values are, or say what no columns can hold
     */
    ValueShape shape(ValueSettings settings, ValueContext context) throws SchemaException;

    /**
     * The keys of a topic, of which the same is said as of values; their schema need be no record.
     *
     * @throws SchemaException as {@link #shape}
     */
    default KeyShape keyShape(ValueSettings settings, ValueContext context) throws SchemaException {
        return new KeyShape(shape(settings, context), false);
    }

    /** True if the schemas that wrote values are needed to read them: a registry's, or those of {@code --writer-schemas}. */
    default boolean readsByWritersSchema() {
        return false;
    }

    /** What stands around these values, for those who do not say. */
    default FrameKind usualFrame() {
        return FrameKind.NONE;
    }

    /** The frames that these values may have, {@link FrameKind#AUTO} for any of them. */
    default Set<FrameKind> frames() {
        return EnumSet.of(FrameKind.NONE);
    }

    /** True if no value without a frame begins as one that has one. */
    default boolean showsFrames() {
        return false;
    }

    /**
     * The values of a topic whose columns are what they bring themselves; empty if users say what the columns are.
     *
     * @param context what their decoder may ask
     * @param needsColumns true if files take nothing but columns
     * @throws SchemaException as {@link #shape}
     */
    default Optional<GrowingShape> growing(ValueSettings settings, ValueContext context, boolean needsColumns)
            throws SchemaException {
        return Optional.empty();
    }

    /** Writes values as lines of text; empty if they are no text. */
    Optional<LineRenderer> line();

    /**
     * How many bytes of heap each byte of a value needs while it becomes a line of JSON.
     *
     * @param withMetadata if further fields are added to it
     */
    int heapPerByteOfJson(boolean withMetadata);
}
