/**
 * CRI as a .proto of our own, numbered as in k8s.io/cri-api: what a test's server answers with and a test's client asks for.
 * Written apart from the schema of the source, so that a wrong number in one of them shows.
 */
const messages = `
message VersionRequest { string version = 1; }
message VersionResponse { string version = 1; string runtime_name = 2; string runtime_version = 3; string runtime_api_version = 4; }
message PodSandboxMetadata { string name = 1; string uid = 2; string namespace = 3; uint32 attempt = 4; }
enum NamespaceMode { POD = 0; CONTAINER = 1; NODE = 2; TARGET = 3; }
message IDMapping { uint32 host_id = 1; uint32 container_id = 2; uint32 length = 3; }
message UserNamespace { NamespaceMode mode = 1; repeated IDMapping uids = 2; repeated IDMapping gids = 3; }
message NamespaceOption {
  NamespaceMode network = 1; NamespaceMode pid = 2; NamespaceMode ipc = 3; string target_id = 4; UserNamespace userns_options = 5;
}
message LinuxSandboxSecurityContext { NamespaceOption namespace_options = 1; bool privileged = 6; }
message LinuxPodSandboxConfig { string cgroup_parent = 1; LinuxSandboxSecurityContext security_context = 2; }
message PodSandboxConfig {
  PodSandboxMetadata metadata = 1; string hostname = 2; string log_directory = 3;
  map<string, string> labels = 6; map<string, string> annotations = 7; LinuxPodSandboxConfig linux = 8;
}
message RunPodSandboxRequest { PodSandboxConfig config = 1; string runtime_handler = 2; }
message RunPodSandboxResponse { string pod_sandbox_id = 1; }
message StopPodSandboxRequest { string pod_sandbox_id = 1; }
message StopPodSandboxResponse {}
message RemovePodSandboxRequest { string pod_sandbox_id = 1; }
message RemovePodSandboxResponse {}
message PodSandboxStatusRequest { string pod_sandbox_id = 1; bool verbose = 2; }
message PodIP { string ip = 1; }
message PodSandboxNetworkStatus { string ip = 1; repeated PodIP additional_ips = 2; }
message Namespace { NamespaceOption options = 2; }
message LinuxPodSandboxStatus { Namespace namespaces = 1; }
enum PodSandboxState { SANDBOX_READY = 0; SANDBOX_NOTREADY = 1; }
message PodSandboxStatus {
  string id = 1; PodSandboxMetadata metadata = 2; PodSandboxState state = 3; int64 created_at = 4;
  PodSandboxNetworkStatus network = 5; LinuxPodSandboxStatus linux = 6; map<string, string> labels = 7;
  map<string, string> annotations = 8; string runtime_handler = 9;
}
message PodSandboxStatusResponse { PodSandboxStatus status = 1; map<string, string> info = 2; }
message PodSandboxFilter { string id = 1; }
message ListPodSandboxRequest { PodSandboxFilter filter = 1; }
message PodSandbox {
  string id = 1; PodSandboxMetadata metadata = 2; PodSandboxState state = 3; int64 created_at = 4;
  map<string, string> labels = 5; map<string, string> annotations = 6; string runtime_handler = 7;
}
message ListPodSandboxResponse { repeated PodSandbox items = 1; }
message ImageSpec { string image = 1; map<string, string> annotations = 2; string user_specified_image = 18; }
message KeyValue { string key = 1; string value = 2; }
message LinuxContainerResources { int64 memory_limit_in_bytes = 4; int64 oom_score_adj = 5; }
message LinuxContainerSecurityContext { bool privileged = 2; NamespaceOption namespace_options = 3; }
message LinuxContainerConfig { LinuxContainerResources resources = 1; LinuxContainerSecurityContext security_context = 2; }
message ContainerMetadata { string name = 1; uint32 attempt = 2; }
message ContainerConfig {
  ContainerMetadata metadata = 1; ImageSpec image = 2; repeated string command = 3; repeated string args = 4;
  repeated KeyValue envs = 6; map<string, string> labels = 9; map<string, string> annotations = 10; string log_path = 11;
  LinuxContainerConfig linux = 15;
}
message CreateContainerRequest { string pod_sandbox_id = 1; ContainerConfig config = 2; PodSandboxConfig sandbox_config = 3; }
message CreateContainerResponse { string container_id = 1; }
message StartContainerRequest { string container_id = 1; }
message StartContainerResponse {}
message StopContainerRequest { string container_id = 1; int64 timeout = 2; }
message StopContainerResponse {}
message ReopenContainerLogRequest { string container_id = 1; }
message ReopenContainerLogResponse {}
message RemoveContainerRequest { string container_id = 1; }
message RemoveContainerResponse {}
message ExecSyncRequest { string container_id = 1; repeated string cmd = 2; int64 timeout = 3; }
message ExecSyncResponse { bytes stdout = 1; bytes stderr = 2; int32 exit_code = 3; }
enum ContainerState { CONTAINER_CREATED = 0; CONTAINER_RUNNING = 1; CONTAINER_EXITED = 2; CONTAINER_UNKNOWN = 3; }
message ContainerFilter { string id = 1; string pod_sandbox_id = 3; }
message ListContainersRequest { ContainerFilter filter = 1; }
message Container {
  string id = 1; string pod_sandbox_id = 2; ContainerMetadata metadata = 3; ImageSpec image = 4; string image_ref = 5;
  ContainerState state = 6; int64 created_at = 7; map<string, string> labels = 8; map<string, string> annotations = 9;
}
message ListContainersResponse { repeated Container containers = 1; }
message ContainerStatusRequest { string container_id = 1; bool verbose = 2; }
message ContainerStatus {
  string id = 1; ContainerMetadata metadata = 2; ContainerState state = 3; int64 created_at = 4; int64 started_at = 5;
  int64 finished_at = 6; int32 exit_code = 7; ImageSpec image = 8; string image_ref = 9; string reason = 10; string message = 11;
  map<string, string> labels = 12; map<string, string> annotations = 13; string log_path = 15;
}
message ContainerStatusResponse { ContainerStatus status = 1; map<string, string> info = 2; }
message ListImagesRequest {}
message Image { string id = 1; repeated string repo_tags = 2; repeated string repo_digests = 3; uint64 size = 4; bool pinned = 8; }
message ListImagesResponse { repeated Image images = 1; }
message StatusRequest { bool verbose = 1; }
message RuntimeCondition { string type = 1; bool status = 2; string reason = 3; string message = 4; }
message RuntimeStatus { repeated RuntimeCondition conditions = 1; }
message RuntimeHandler { string name = 1; }
message StatusResponse { RuntimeStatus status = 1; map<string, string> info = 2; repeated RuntimeHandler runtime_handlers = 3; }
message GetEventsRequest {}
enum ContainerEventType {
  CONTAINER_CREATED_EVENT = 0; CONTAINER_STARTED_EVENT = 1; CONTAINER_STOPPED_EVENT = 2; CONTAINER_DELETED_EVENT = 3;
}
message ContainerEventResponse {
  string container_id = 1; ContainerEventType container_event_type = 2; int64 created_at = 3;
  PodSandboxStatus pod_sandbox_status = 4; repeated ContainerStatus containers_statuses = 5;
}
service RuntimeService {
  rpc Version(VersionRequest) returns (VersionResponse);
  rpc Status(StatusRequest) returns (StatusResponse);
  rpc RunPodSandbox(RunPodSandboxRequest) returns (RunPodSandboxResponse);
  rpc StopPodSandbox(StopPodSandboxRequest) returns (StopPodSandboxResponse);
  rpc RemovePodSandbox(RemovePodSandboxRequest) returns (RemovePodSandboxResponse);
  rpc PodSandboxStatus(PodSandboxStatusRequest) returns (PodSandboxStatusResponse);
  rpc ListPodSandbox(ListPodSandboxRequest) returns (ListPodSandboxResponse);
  rpc CreateContainer(CreateContainerRequest) returns (CreateContainerResponse);
  rpc StartContainer(StartContainerRequest) returns (StartContainerResponse);
  rpc StopContainer(StopContainerRequest) returns (StopContainerResponse);
  rpc RemoveContainer(RemoveContainerRequest) returns (RemoveContainerResponse);
  rpc ReopenContainerLog(ReopenContainerLogRequest) returns (ReopenContainerLogResponse);
  rpc ListContainers(ListContainersRequest) returns (ListContainersResponse);
  rpc ContainerStatus(ContainerStatusRequest) returns (ContainerStatusResponse);
  rpc ExecSync(ExecSyncRequest) returns (ExecSyncResponse);
  rpc GetContainerEvents(GetEventsRequest) returns (stream ContainerEventResponse);
}
service ImageService { rpc ListImages(ListImagesRequest) returns (ListImagesResponse); }
`;

export const runtimeProto = {
	v1: `syntax = "proto3"; package runtime.v1;${messages}`,
	v1alpha2: `syntax = "proto3"; package runtime.v1alpha2;${messages}`,
};

/** containerd's own services and the events that they carry; each file has one package. */
export const containerdProto = {
	version: `syntax = "proto3"; package containerd.services.version.v1;
message Nothing {}
message VersionResponse { string version = 1; string revision = 2; }
service Version { rpc Version(Nothing) returns (VersionResponse); }`,
	events: `syntax = "proto3"; package containerd.services.events.v1;
message Time { int64 seconds = 1; int32 nanos = 2; }
message Packed { string type_url = 1; bytes value = 2; }
message SubscribeRequest { repeated string filters = 1; }
message Envelope { Time timestamp = 1; string namespace = 2; string topic = 3; Packed event = 4; }
service Events { rpc Subscribe(SubscribeRequest) returns (stream Envelope); }`,
	tasks: `syntax = "proto3"; package containerd.services.tasks.v1;
message KillRequest { string container_id = 1; string exec_id = 2; uint32 signal = 3; bool all = 4; }
message Nothing {}
service Tasks { rpc Kill(KillRequest) returns (Nothing); }`,
	bodies: `syntax = "proto3"; package containerd.events;
message Time { int64 seconds = 1; int32 nanos = 2; }
message ContainerCreate { string id = 1; string image = 2; }
message ContainerUpdate { string id = 1; string image = 2; map<string, string> labels = 3; string snapshot_key = 4; }
message ContainerDelete { string id = 1; }
message TaskCreate { string container_id = 1; string bundle = 2; uint32 pid = 6; }
message TaskStart { string container_id = 1; uint32 pid = 2; }
message TaskDelete { string container_id = 1; uint32 pid = 2; uint32 exit_status = 3; Time exited_at = 4; string id = 5; }
message TaskExit { string container_id = 1; string id = 2; uint32 pid = 3; uint32 exit_status = 4; Time exited_at = 5; }
message TaskOOM { string container_id = 1; }
message TaskExecStarted { string container_id = 1; string exec_id = 2; uint32 pid = 3; }
message SandboxExit { string sandbox_id = 1; uint32 exit_status = 2; Time exited_at = 3; }`,
};
