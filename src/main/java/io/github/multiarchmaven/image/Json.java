package io.github.multiarchmaven.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * JSON as trees: what is not understood is kept, and key order is the order of insertion, so bytes are reproducible.
 *
 * <p>Depth and number length are bounded and duplicate keys refused, as the documents come from outside.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxNumberLength(100)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // Numbers we do not interpret have to come out as they went in.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /**
     * Parses one JSON object.
     *
     * @param what names the document in the error, for example {@code "the manifest of hub/app:1"}
     * @throws CorruptContentException when the bytes are not exactly one JSON object
     */
    public static ObjectNode parseObject(byte[] bytes, String what) {
        try {
            JsonNode tree = MAPPER.readTree(bytes);
            if (tree instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException | NumberFormatException | ArithmeticException e) {
            // Numbers beyond what a decimal holds end in exceptions of the JDK's. Jackson's message may quote the
            // content, which may be a token answer: do not pass it on.
            throw new CorruptContentException("Reading " + what + ": it is not well-formed JSON.");
        }
        throw new CorruptContentException("Reading " + what + ": it is not a JSON object.");
    }

    /** Compact bytes in key order of insertion. */
    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can always be written", e);
        }
    }

    /** Indented, for files that people read. */
    public static String pretty(JsonNode tree) {
        return tree.toPrettyString();
    }
}
