package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.check.CheckOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** How strict a check is. */
public abstract class AbstractRulesMojo extends AbstractCheckMojo {
    /**
     * Severities by rule: {@code error}, {@code warn} or {@code off}. The rules are {@code architecture}, {@code natives},
     * {@code packages}, {@code size}, {@code config}, {@code runtime} (all {@code error}) and {@code files} ({@code off}).
     *
     * @since 0.1.0
     */
    @Parameter
    private Map<String, String> rules;

    /**
     * The same as {@code rules} for the command line, {@code size:warn,files:error}; it wins.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.check.rules")
    private String ruleList;

    /**
     * Findings that are meant to be so, each with {@code <reason>}, optionally {@code <rule>}, and one of {@code <path>},
     * {@code <jar>} (its path, or its file's name), {@code <package>} and {@code <field>} (of the configuration: {@code Env.NAME}, {@code Labels.NAME}, {@code Cmd}), where
     * {@code *} is any text.
     *
     * @since 0.1.0
     */
    @Parameter
    private List<AllowanceConfiguration> allowances;

    /**
     * How many times larger than the smallest a platform's image, or a layer of it, may be.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.check.sizeRatio", defaultValue = "1.25")
    private double sizeRatio;

    /**
     * Megabytes (a million bytes), compressed, that no platform's image may exceed; 0 for no such limit.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.check.maxSize", defaultValue = "0")
    private long maxSize;

    /**
     * A file of findings that are borne for now, so that only new ones fail.
     *
     * @since 0.1.0
     */
    @Parameter(property = "multiarch.check.baseline", defaultValue = "multiarch-check-baseline.json")
    private String baseline;

    protected AbstractRulesMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    final CheckOptions options() {
        return RulesConfiguration.options(rules, commaList(ruleList), allowances, sizeRatio, maxSize * 1_000_000);
    }

    final Path baseline() {
        return baseDirectory().resolve(baseline);
    }
}
