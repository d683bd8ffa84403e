import static io.github.multiarchmaven.testbed.InvokerRegistry.*
import groovy.json.JsonSlurper

def registry = of(context)
try {
    def host = registry.host()
    mustSay(basedir, /\[INFO\] $host\/base\/java\n\[INFO\]   ok    reachable +http:\/\/$host/)
    mustSay(basedir, /\[INFO\] $host\/hub\/base\/java\n/)
    mustSay(basedir, /\[INFO\] $host\/team\/app\n/)
    mustSay(basedir, /ok    push right +an upload was opened and cancelled/)
    mustEqual([], registry.repository('team/app').tags())
    mustSay(basedir, /\[ERROR\] .*1 of 1 checks of the doctor found something to mend\. First, reachable of 127\.0\.0\.1:1\/team\/app: .*was refused/)
    def json = new JsonSlurper().parse(new File(basedir, 'target/doctor.json'))
    mustEqual('fail', json.worst)
    mustEqual([['127.0.0.1:1', 'reachable', 'fail']], json.findings.collect { [it.subject, it.check, it.level] })
    mustSay(basedir, /\[ERROR\] .*The goal doctor needs the registry, but Maven runs offline/)
} finally {
    registry.close()
}
true
