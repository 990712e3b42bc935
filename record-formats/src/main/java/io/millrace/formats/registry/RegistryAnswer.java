package io.millrace.formats.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The JSON that registries and token servers answer with, as far as it matters. Parts that are not there are null or 0. */
final class RegistryAnswer {
    private static final JsonFactory JSON = new JsonFactory();

    private String schema;
    private String schemaType = "AVRO";
    private final List<RegisteredSchema.Reference> references = new ArrayList<>();
    private int errorCode;
    private String token;
    private long expiresInSeconds;

    private RegistryAnswer() {}

    /** @throws IOException if the bytes are no JSON object */
    static RegistryAnswer read(byte[] body) throws IOException {
        RegistryAnswer answer = new RegistryAnswer();
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                answer.field(json);
            }
            if (json.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("no whole JSON object");
            }
        }
        return answer;
    }

    private void field(JsonParser json) throws IOException {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
            case "schema" -> schema = json.getValueAsString();
            case "schemaType" -> schemaType = json.getValueAsString("AVRO");
            case "error_code" -> errorCode = json.getValueAsInt();
            case "access_token" -> token = json.getValueAsString();
            case "expires_in" -> expiresInSeconds = json.getValueAsLong();
            case "references" -> references(json);
            default -> json.skipChildren();
        }
        if (json.currentToken() == JsonToken.START_OBJECT || json.currentToken() == JsonToken.START_ARRAY) {
            json.skipChildren();
        }
    }

    private void references(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
            String name = null;
            String subject = null;
            int version = 0;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String part = json.currentName();
                json.nextToken();
                switch (part) {
                    case "name" -> name = json.getValueAsString();
                    case "subject" -> subject = json.getValueAsString();
                    case "version" -> version = json.getValueAsInt();
                    default -> json.skipChildren();
                }
            }
            if (subject == null) {
                throw new IOException("a reference without a subject");
            }
            references.add(new RegisteredSchema.Reference(name, subject, version));
        }
    }

    /** @throws IOException if there is no schema in it */
    RegisteredSchema schema() throws IOException {
        if (schema == null) {
            throw new IOException("no schema");
        }
        return new RegisteredSchema(schemaType, schema, references);
    }

    int errorCode() {
        return errorCode;
    }

    /** @throws IOException if there is no token in it */
    String token() throws IOException {
        if (token == null || token.isEmpty()) {
            throw new IOException("no access_token");
        }
        return token;
    }

    long expiresInSeconds() {
        return expiresInSeconds;
    }
}
