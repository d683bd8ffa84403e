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
    mustSay(basedir, /\[INFO\] machine\n\[INFO\]   ok    Maven +\d\S*\n\[INFO\]   ok    Java +\d+/)
    mustSay(basedir, /\[INFO\] configuration\n\[INFO\]   ok    parameters +the names of \d+ parameters are right/)
    mustSay(basedir, /\[ERROR\] .*1 of \d+ checks of the doctor found something to mend\. First, reachable of 127\.0\.0\.1:1\/team\/app: .*was refused/)
    def findings = { name -> new JsonSlurper().parse(new File(basedir, 'target/' + name)).findings }
    def json = new JsonSlurper().parse(new File(basedir, 'target/doctor.json'))
    mustEqual('fail', json.worst)
    mustEqual([['127.0.0.1:1', 'reachable', 'fail']],
            json.findings.findAll { it.level in ['warn', 'fail'] }.collect { [it.subject, it.check, it.level] })
    mustEqual(['machine', 'emulation', 'docker', 'configuration', '127.0.0.1:1'] as Set,
            json.findings.collect { it.subject }.findAll { it != 'builder' } as Set)
    mustEqual(['what is built', 'the cache', 'temporary files'],
            json.findings.findAll { it.check == 'disk space' }.collect { (it.detail =~ / free for (.*?), /)[0][1] })

    mustSay(basedir, /\[INFO\] registries\n\[INFO\]   info  reachable +Maven runs offline \(-o\): they were not looked at/)

    mustEqual([
            ['parameter', 'warn', "<form> in the <configuration> of the execution default of module is no parameter of this plugin, and without effect", 'Write <from>.'],
            ['parameter', 'warn', "<jvmFlag> in the <configuration> of the execution later of app is no parameter of this plugin, and without effect", 'Write <jvmFlags>.'],
            ['parameter', 'warn', "<platfroms> in the plugin's <configuration> of app is no parameter of this plugin, and without effect", 'Write <platforms>.'],
            ['property', 'info', "multiarch.company.word among the project's properties of app is no property of this plugin", ''],
            ['property', 'warn', 'multiarch.doctor.failon on the command line is no property of this plugin', 'Write multiarch.doctor.failOn.'],
            ['property', 'warn', "multiarch.plattforms among the project's properties of app is no property of this plugin", 'Write multiarch.platforms.']],
            findings('misspelt.json').findAll { it.subject == 'configuration' }.collect { [it.check, it.level, it.detail, it.remedy] })
    mustSay(basedir, /\[ERROR\] .*5 of \d+ checks of the doctor found something to mend\. First, parameter of configuration: <form>/)

    // Nothing here needs an engine, but when it is asked for, what lacks is a failure: this machine has no daemon at that address.
    mustEqual([], findings('misspelt.json').findAll { it.subject in ['docker', 'emulation'] && it.level in ['warn', 'fail'] })
    mustEqual(true, findings('engine.json').any { it.subject == 'docker' && it.check in ['client', 'server'] && it.level in ['warn', 'fail'] && it.remedy })
    mustEqual([], findings('engine.json').findAll { it.subject == 'fix' })
    mustSay(basedir, /\[ERROR\] .*The parameter engine is 'perhaps'\. Use auto, true or false\./)
} finally {
    registry.close()
}
true
