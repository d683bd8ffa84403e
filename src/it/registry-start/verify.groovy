def log = new File(basedir, 'build.log').text
def host = (log =~ /Embedded registry started at (127\.0\.0\.1:\d+)/)
assert host.find()
assert log.contains('Published ' + host.group(1) + '/team/app:1.0 sha256:')
assert log.contains('Embedded registry stopped.')
try {
    new Socket('127.0.0.1', host.group(1).split(':')[1] as int).close()
    assert false : 'the port is still open'
} catch (ConnectException expected) {
    // stopped
}
true
