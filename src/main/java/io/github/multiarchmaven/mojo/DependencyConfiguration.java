package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;

/**
 * A dependency that one platform's image gets: {@code group:artifact:classifier} with the version of the module's own
 * dependencies or dependency management, or {@code group:artifact:version:classifier}, or the long form with elements.
 */
public class DependencyConfiguration {
    private String groupId;
    private String artifactId;
    private String version;
    private String classifier = "";
    private String type = "jar";

    /** Called by Maven for the short form. */
    public void set(String shortForm) {
        String[] parts = shortForm.strip().split(":", -1);
        if (parts.length < 3 || parts.length > 4) {
            throw new InvalidInputException("The platform's dependency '" + shortForm
                    + "' is neither group:artifact:classifier nor group:artifact:version:classifier.");
        }
        groupId = parts[0];
        artifactId = parts[1];
        version = parts.length == 4 ? parts[2] : null;
        classifier = parts[parts.length - 1];
    }

    String groupId() {
        return groupId;
    }

    String artifactId() {
        return artifactId;
    }

    /** Null when the module's version is meant. */
    String version() {
        return version;
    }

    String classifier() {
        return classifier;
    }

    String type() {
        return type;
    }

    @Override
    public String toString() {
        return groupId + ":" + artifactId + (version == null ? "" : ":" + version)
                + (classifier.isEmpty() ? "" : ":" + classifier);
    }
}
