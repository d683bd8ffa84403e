package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.function.Supplier;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** What the goals have in common whose work is an answer, for people or for programs. */
public abstract class AbstractAnswerMojo extends AbstractRegistryMojo {
    /**
     * {@code text} for people, {@code json} for programs.
     *
     * @since 0.1.0
     */
    @Parameter(property = "format", defaultValue = "text")
    private String format;

    /**
     * A file to write to instead of the log, for programs.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.outputFile")
    private File outputFile;

    protected AbstractAnswerMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    @Override
    protected final void run() {
        if (!format.equals("text") && !format.equals("json")) {
            throw new InvalidInputException("The parameter format is '" + format + "'. Use text or json.");
        }
        answer();
    }

    /** Finds the answer, and hands it to {@link #write}. */
    protected abstract void answer();

    protected final void write(Supplier<String> text, Supplier<String> json) {
        String output = (format.equals("json") ? json : text).get();
        if (outputFile == null) {
            output.lines().forEach(getLog()::info);
            return;
        }
        try {
            Files.createDirectories(outputFile.toPath().toAbsolutePath().getParent());
            Files.writeString(outputFile.toPath(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing " + outputFile, e);
        }
    }
}
