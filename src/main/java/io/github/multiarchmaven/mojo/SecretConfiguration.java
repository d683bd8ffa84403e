package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.dockerfile.Secret;
import java.io.File;

/**
 * One {@code <secret>}: the {@code <id>} that the Dockerfile's {@code RUN --mount=type=secret,id=...} has, and either the {@code <file>}
 * or the {@code <environmentVariable>} that holds the value.
 */
public class SecretConfiguration {
    private String id;
    private File file;
    private String environmentVariable;

    Secret toRecord() {
        return new Secret(id, file == null ? null : file.toPath(), environmentVariable);
    }
}
