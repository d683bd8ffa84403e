package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One {@code <auth>}: the {@code <registry>} as {@code host} or {@code host:port}, and either {@code <serverId>}, the id of a
 * {@code <server>} in settings.xml, or {@code <username>} and {@code <password>}, the latter as <code>${env.NAME}</code>.
 */
public class AuthConfiguration {
    /** What Maven leaves of a property or variable that is not set. */
    private static final Pattern UNSET = Pattern.compile("\\$\\{([^}]*)}");

    private String registry;
    private String serverId;
    private String username;
    private String password;

    public AuthConfiguration() {}

    AuthConfiguration(String registry, String serverId, String username, String password) {
        this.registry = registry;
        this.serverId = serverId;
        this.username = username;
        this.password = password;
    }

    String registry() {
        if (registry == null || registry.isBlank()) {
            throw new InvalidInputException(
                    "An <auth> has no <registry>: name the registry that it is for, as host or host:port.");
        }
        return registry.strip().toLowerCase(Locale.ROOT);
    }

    /** Null where user and password are given. */
    String serverId() {
        if (serverId != null && (username != null || password != null)) {
            throw new InvalidInputException("The <auth> for " + registry()
                    + " has <serverId> beside <username> or <password>: keep one of the two.");
        }
        return serverId;
    }

    String username() {
        return required("username", username);
    }

    String password() {
        return required("password", password);
    }

    private String required(String name, String value) {
        if (value == null || value.isEmpty()) {
            throw new InvalidInputException("The <auth> for " + registry() + " has no <" + name
                    + ">. Give <username> and <password>, or the <serverId> of a <server> in settings.xml.");
        }
        var unset = UNSET.matcher(value);
        if (unset.matches()) {
            throw new InvalidInputException("The <" + name + "> of the <auth> for " + registry() + " is not set: "
                    + (unset.group(1).startsWith("env.")
                            ? "there is no environment variable "
                                    + unset.group(1).substring(4)
                            : "there is no property " + unset.group(1))
                    + ". Set it, or remove the <auth>.");
        }
        return value;
    }
}
