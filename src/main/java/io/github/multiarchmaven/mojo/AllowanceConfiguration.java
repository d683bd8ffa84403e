package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.check.Allowance;
import io.github.multiarchmaven.check.RuleName;
import io.github.multiarchmaven.check.Subject;
import io.github.multiarchmaven.image.InvalidInputException;
import java.util.Optional;

/**
 * One {@code <allowance>} of {@code check}: optionally the {@code <rule>}; one of {@code <path>}, {@code <jar>}, {@code <package>} and
 * {@code <field>}, with {@code *} and {@code ?}; and the {@code <reason>}.
 */
public class AllowanceConfiguration {
    private String rule;
    private Subject.Kind kind;
    private String pattern;
    private String reason;

    /** Called by Maven, as for all below. */
    public void setRule(String name) {
        rule = name;
    }

    public void setPath(String path) {
        name(Subject.Kind.PATH, path);
    }

    public void setJar(String path) {
        name(Subject.Kind.JAR, path);
    }

    public void setPackage(String name) {
        name(Subject.Kind.PACKAGE, name);
    }

    public void setField(String name) {
        name(Subject.Kind.FIELD, name);
    }

    public void setReason(String text) {
        reason = text;
    }

    private void name(Subject.Kind newKind, String newPattern) {
        if (kind != null) {
            throw new InvalidInputException(
                    "An <allowance> has more than one of <path>, <jar>, <package> and <field>. Make two of it.");
        }
        kind = newKind;
        pattern = newPattern;
    }

    Allowance allowance() {
        if (kind == null && rule == null) {
            throw new InvalidInputException(
                    "An <allowance> allows nothing: name a <rule>, and a <path>, <jar>, <package> or <field>.");
        }
        return new Allowance(
                Optional.ofNullable(rule).map(RuleName::parse),
                Optional.ofNullable(kind),
                pattern == null ? "*" : pattern,
                reason);
    }
}
