package dev.posthorn.foundation.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.error.JsonErrors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * JSON merge patches (RFC 7396): what is absent stays, null takes a value away and so restores its default, objects are
 * merged, and everything else, lists too, is replaced.
 */
@ApplicationScoped
public class MergePatch {

    /** RFC 7396 §4. Plain JSON is accepted as well. */
    public static final String MEDIA_TYPE = "application/merge-patch+json";

    private final ObjectMapper mapper;
    private final Validator validator;

    MergePatch(ObjectMapper mapper, Validator validator) {
        this.mapper = mapper;
        this.validator = validator;
    }

    /**
     * Applies a patch to options as clients send them, and checks the result as if it had been sent as a whole.
     *
     * @param values fields that are values of their own, such as a JSON Schema: replaced, never merged
     */
    public <T> T apply(ObjectNode patch, T options, Class<T> type, Set<String> values) {
        T patched = read(merge(write(options), patch, values), type);
        var violations = validator.validate(patched);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return patched;
    }

    private JsonNode write(Object options) {
        try {
            // Through bytes, since JSON that is kept as text takes no part in a tree otherwise.
            return mapper.readTree(mapper.writeValueAsBytes(options));
        } catch (IOException e) {
            throw new UncheckedIOException("Options of ours cannot be written", e);
        }
    }

    private <T> T read(JsonNode tree, Class<T> type) {
        try {
            return mapper.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw JsonErrors.explain(e);
        }
    }

    static JsonNode merge(JsonNode target, ObjectNode patch, Set<String> values) {
        ObjectNode merged = target instanceof ObjectNode object ? object : patch.objectNode();
        patch.properties().forEach(change -> {
            String field = change.getKey();
            if (change.getValue().isNull()) {
                merged.remove(field);
            } else if (change.getValue() instanceof ObjectNode inner && !values.contains(field)) {
                merged.set(field, merge(merged.path(field), inner, Set.of()));
            } else {
                merged.set(field, change.getValue());
            }
        });
        return merged;
    }

    /** The patch itself, or an answer that none was sent. */
    public static ObjectNode required(ObjectNode patch) {
        if (patch == null) {
            throw ApiException.malformed("The body must be a JSON object");
        }
        return patch;
    }
}
