package io.millrace.formats.value;

import io.millrace.formats.bytes.InputBytes;
import io.millrace.record.BadRecordException;
import java.nio.charset.StandardCharsets;

/** Makes JSON texts of values that were decoded, and so are what they should be. For one thread. */
public interface JsonSource {
    /** Of no values: there are only tombstones. */
    JsonSource NOTHING = new JsonSource() {
        @Override
        public InputBytes json(InputBytes value) {
            return constant("null");
        }

        @Override
        public boolean isPlain() {
            return false;
        }
    };

    /** The value's JSON text, until the next one is asked for. */
    InputBytes json(InputBytes value) throws BadRecordException;

    /**
     * What stands for a record without a value, whose columns in the row are all absent: an object without blanks, and with no name
     * that metadata columns have.
     */
    default InputBytes ofTombstone() {
        return constant("{}");
    }

    /** A text of ASCII. */
    static InputBytes constant(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        InputBytes constant = new InputBytes();
        constant.set(bytes, 0, bytes.length);
        return constant;
    }

    /** True if the text has no blanks between its parts, and is an object with no other name than {@code value}. */
    boolean isPlain();
}
