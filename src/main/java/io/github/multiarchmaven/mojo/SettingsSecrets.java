package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/** What Maven's decryption hands back has to be looked at twice. */
final class SettingsSecrets {
    private SettingsSecrets() {}

    /**
     * What cannot be decrypted comes back as it is, with a problem beside it: it must never be sent.
     *
     * @param what for the sentence: {@code server 'hub.example.com'}
     */
    static void requireDecrypted(SettingsDecryptionResult result, String what) {
        for (SettingsProblem problem : result.getProblems()) {
            if (problem.getSeverity() != SettingsProblem.Severity.WARNING) {
                throw new InvalidInputException(
                        "The password of settings.xml " + what
                                + " cannot be decrypted. Encrypt it again with this machine's master password (settings-security.xml).");
            }
        }
    }
}
