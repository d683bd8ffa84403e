package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.InvalidInputException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a {@code RUN --mount=type=secret,id=...} sees. Its value is read by the engine, never by this process, so that it stands on no
 * command line and in no log.
 *
 * @param id the mount's
 * @param file that holds it; null when it is in a variable
 * @param variable of the environment that holds it; null when it is in a file
 */
public record Secret(String id, Path file, String variable) {
    private static final Pattern ID = Pattern.compile("[\\w.-]{1,200}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_]\\w*");

    /** @throws InvalidInputException unless there is an id, and either a file or a variable */
    public Secret {
        if (id == null || !ID.matcher(id).matches()) {
            throw new InvalidInputException("A <secret> has the id '" + id
                    + "'. Give it the <id> that the Dockerfile's mount has: letters," + " digits, '_', '.' and '-'.");
        }
        if ((file == null) == (variable == null)) {
            throw new InvalidInputException("The <secret> '" + id
                    + "' needs either <file> or <environmentVariable>, and not both: where its value is.");
        }
        // Buildah splits the option at commas, whatever is quoted.
        if (file != null && file.toString().matches(".*[,\"].*")) {
            throw new InvalidInputException(
                    "The <secret> '" + id + "' has a <file> with a comma or a quote in its path, which engines cannot"
                            + " read. Give it another name.");
        }
        if (variable != null && !VARIABLE.matcher(variable).matches()) {
            throw new InvalidInputException("The <secret> '" + id
                    + "' has an <environmentVariable> that is no variable's name. Name the variable, not its value.");
        }
    }

    /** @throws InvalidInputException when the file or the variable is not there */
    void requirePresent(Map<String, String> environment) {
        if (file != null && !file.toFile().canRead()) {
            throw new InvalidInputException(
                    "The <secret> '" + id + "' is to be read from " + file + ", which is not a readable file.");
        }
        if (variable != null && !environment.containsKey(variable)) {
            throw new InvalidInputException("The <secret> '" + id + "' is to be read from the environment variable "
                    + variable + ", which is not set. Set it for this build.");
        }
    }

    /** For {@code --secret}, which buildx, buildctl and Buildah read alike. */
    String option() {
        return "id=" + id + (file == null ? ",env=" + variable : ",src=" + file);
    }
}
