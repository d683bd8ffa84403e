package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * One {@code <auth>}: the {@code <registry>} as {@code host} or {@code host:port}, and either {@code <serverId>}, the id of a
 * {@code <server>} in settings.xml, or {@code <username>} and {@code <passwordVariable>}, the name of an environment variable; or
 * {@code <password>} itself, which Maven prints when it runs with {@code -X}, as all that stands in a plugin's configuration.
 */
public class AuthConfiguration {
    /** What Maven leaves of a property or variable that is not set. */
    private static final Pattern UNSET = Pattern.compile("\\$\\{([^}]*)}");

    private String registry;
    private String serverId;
    private String username;
    private String password;
    private String passwordVariable;
    private final UnaryOperator<String> environment;

    /** For Maven. */
    public AuthConfiguration() {
        this(System::getenv);
    }

    private AuthConfiguration(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /** @param environment gives null for a variable that is not set */
    static AuthConfiguration ofVariable(
            String registry, String username, String passwordVariable, UnaryOperator<String> environment) {
        AuthConfiguration auth = new AuthConfiguration(environment);
        auth.registry = registry;
        auth.username = username;
        auth.passwordVariable = passwordVariable;
        return auth;
    }

    AuthConfiguration(String registry, String serverId, String username, String password) {
        this();
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
        if (serverId != null && (username != null || password != null || passwordVariable != null)) {
            throw new InvalidInputException("The <auth> for " + registry()
                    + " has <serverId> beside <username> or <password>: keep one of the two.");
        }
        return serverId;
    }

    String username() {
        return required("username", username);
    }

    String password() {
        if (passwordVariable == null) {
            return required("password", password);
        }
        if (password != null) {
            throw new InvalidInputException(
                    "The <auth> for " + registry() + " has both <password> and <passwordVariable>: keep the variable.");
        }
        String value = environment.apply(passwordVariable.strip());
        if (value == null || value.isEmpty()) {
            // Its name is not shown: who takes this for the place of the password itself has written that.
            throw new InvalidInputException("The <passwordVariable> of the <auth> for " + registry()
                    + " names an environment variable that is not set, or is empty. Set it, or remove the <auth>.");
        }
        return value;
    }

    private String required(String name, String value) {
        if (value == null || value.isEmpty()) {
            throw new InvalidInputException("The <auth> for " + registry() + " has no <" + name
                    + ">. Give <username> and <passwordVariable>, or the <serverId> of a <server> in settings.xml.");
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
