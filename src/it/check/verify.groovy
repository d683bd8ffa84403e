import static io.github.multiarchmaven.testbed.InvokerRegistry.*
import groovy.json.JsonSlurper

def registry = of(context)
try {
    def host = registry.host()
    mustSay(basedir, /\[INFO\] Checked $host\/team\/app:1\.0 \(2 platforms\): 0 errors, 0 warnings, 0 allowed/)
    mustSay(basedir, /\[ERROR\] config linux\/arm64 Env\.MODE: it is 'slow', and 'fast' on linux\/amd64\. Set it alike/)
    mustSay(basedir, /The platforms of $host\/other\/app:1\.0 are not as they have to be: 1 error, 0 warnings, 1 allowed/)
    mustSay(basedir, /\[WARNING\] config linux\/arm64 Env\.MODE/)
    mustSay(basedir, /Wrote 1 findings of $host\/other\/app:1\.0 to .*multiarch-check-baseline\.json/)
    mustSay(basedir, /Checked $host\/other\/app:1\.0 \(2 platforms\): 0 errors, 0 warnings, 1 allowed, 1 in the baseline/)
    mustSay(basedir, /Checked oci:target\/multiarch\/team\+app:1\.0 \(2 platforms\)/)
    mustSay(basedir, /\[ERROR\] .*There is no rule 'colour'/)
    mustEqual(2, (log(basedir) =~ /\[INFO\] Checked $host\/team\/app:1\.0 \(2 platforms\)/).count)
    mustSay(basedir, /\[ERROR\] .*The goal check needs the registry, but Maven runs offline/)
    def json = new JsonSlurper().parse(new File(basedir, 'target/multiarch/check.json'))
    mustEqual(0, json.images[0].errors)
    def sarif = new JsonSlurper().parse(new File(basedir, 'target/multiarch/check.sarif'))
    mustEqual('2.1.0', sarif.version)
} finally {
    registry.close()
}
true
