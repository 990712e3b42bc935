package io.millrace.formats.registry;

import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;
import java.util.UUID;

/** Knows schemas by their ids, for ever: an id never gets another schema. Thread-safe. */
public interface SchemaRegistry {
    /**
     * The schema of that id.
     *
     * @throws BadRecordException if the registry says that there is none
     * @throws TryLaterException if it says nothing, or that it cannot say
     */
    RegisteredSchema byId(long id) throws BadRecordException, TryLaterException;

    /** The schema of that GUID; fails as {@link #byId}. */
    RegisteredSchema byGuid(UUID guid) throws BadRecordException, TryLaterException;

    /** A schema that another one refers to; fails as {@link #byId}. */
    RegisteredSchema byVersion(String subject, int version) throws BadRecordException, TryLaterException;
}
