package io.github.multiarchmaven.dockerfile;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Options that the engines read as one line of CSV (RFC 4180): {@code type=oci,dest=file}. */
final class CsvFields {
    private CsvFields() {}

    static String join(String... fields) {
        return Arrays.stream(fields).map(CsvFields::quoted).collect(Collectors.joining(","));
    }

    private static String quoted(String field) {
        return field.contains(",") || field.contains("\"") ? "\"" + field.replace("\"", "\"\"") + "\"" : field;
    }
}
