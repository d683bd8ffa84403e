package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;

/** One {@code <permission>} of an extra directory: a glob over paths in the image, and an octal mode such as 755. */
public class PermissionConfiguration {
    private String file;
    private String mode;

    String file() {
        if (file == null || file.isBlank()) {
            throw new InvalidInputException(
                    "A <permission> has no <file>: name the paths it is for, for example /opt/bin/*.");
        }
        return file;
    }

    String mode() {
        return mode;
    }
}
